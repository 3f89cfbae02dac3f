// Compares columns with documents, pointers with entries, and counters with numbers.
#include "store/sql/transaction/index_check.h"

#include "base/case_fold.h"
#include "base/wording.h"
#include "record/formats/codec.h"
#include "store/indexed_columns.h"
#include "store/sql/customers/customers.h"
#include "store/sql/customers/search_terms.h"
#include "store/sql/engine/row_hash.h"
#include "store/sql/engine/rows.h"
#include "store/sql/engine/sequences.h"
#include "store/sql/transaction/term_check.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {
namespace {

// Returns what is wrong with the columns of a row, whose values are those of `record`.
std::optional<std::string> wrong_columns(const Rows& rows, const Record& record) {
  const IndexedColumns current{.parent = rows.customer(2),
                               .deleted = rows.flag(3),
                               .name = rows.view(4),
                               .external_id = rows.view(5),
                               .account = rows.view(6),
                               .description = rows.view(7),
                               .affiliate = rows.customer(8)};
  if (current != indexed_columns_of(record)) return "is found by other values than it holds";
  const std::string path = rows.text(9);
  const std::string above = rows.null(11) ? std::string() : rows.text(11);
  if (path != path_below(above, record.id)) return "stands in the tree where its parent does not";
  if (rows.customer(10) != enterprise_of(path)) return "is counted to another enterprise";
  return std::nullopt;
}

// Finds a customer with wrong columns, or one whose terms are not those of the index.
std::optional<std::string> wrong_customer(Connection& connection) {
  TermCheck terms(connection);
  {
    Rows rows(connection,
              "SELECT c.id, c.doc, c.parent, c.deleted, c.name, c.external_id, c.account,"
              " c.description, c.affiliate, c.path, c.enterprise, a.path FROM customers c"
              " LEFT JOIN customers a ON a.id = c.parent ORDER BY c.id",
              {}, Rows::Count::unbounded);
    while (rows.next()) {
      auto values = decode_values(rows.view(1));
      if (!values) {  // the walk over customers reports it
        terms.skip(rows.customer(0));
        continue;
      }
      const Record record{
          .id = rows.customer(0), .uuid = {}, .version = 0, .values = *std::move(values)};
      if (const auto wrong = wrong_columns(rows, record)) return of_customer(record.id, *wrong);
      terms.add(record.id, record.values);
    }
  }
  return terms.find_mismatch();
}

// Finds a customer whose pointer does not lead to the entry of its version.
std::optional<std::string> wrong_end(Connection& connection) {
  Rows rows = select(connection,
                     "SELECT c.id FROM customers c LEFT JOIN entries e ON e.id = c.last_entry "
                     "WHERE e.id IS NULL OR e.customer <> c.id OR e.version <> c.version "
                     "OR e.hash <> c.last_hash ORDER BY c.id LIMIT 1");
  if (!rows.next()) return std::nullopt;
  return of_customer(rows.customer(0), "points at an entry that is not its newest");
}

// Finds entries of a customer whose numbers are not in the order of their versions; the feed would
// show them in the wrong order.
std::optional<std::string> wrong_order(Connection& connection) {
  Rows rows = select(connection,
                     "SELECT customer, version FROM entries WHERE previous >= id "
                     "ORDER BY id LIMIT 1");
  if (!rows.next()) return std::nullopt;
  return of_customer(rows.customer(0), "the feed tells version " + std::to_string(rows.whole(1)) +
                                           " before the one it follows");
}

std::int64_t number(Connection& connection, std::string_view sql) {
  Rows rows = select(connection, sql);
  return rows.next() && !rows.null(0) ? rows.whole(0) : 0;
}

// Finds missing or surplus former values. A row names the last version that removed its value, so
// it is counted once, at that version.
std::optional<std::string> wrong_former_terms(Connection& connection) {
  std::int64_t count = 0;
  bool is_counted = true;
  Rows rows(connection, "SELECT customer, version, differences FROM entries ORDER BY id", {},
            Rows::Count::unbounded);
  while (rows.next()) {
    auto differences = decode_differences(rows.view(2));
    is_counted = is_counted && differences;
    if (!differences) continue;
    const Entry entry{.customer = rows.customer(0),
                      .version = rows.whole(1),
                      .action = {},
                      .by = {},
                      .differences = *std::move(differences)};
    const FormerTerms held = hold_former_terms(connection, entry);
    if (held.lacking)
      return of_customer(entry.customer,
                         "is not found by \"" + *held.lacking + "\", which it once had");
    count += held.last;
  }
  if (!is_counted || number(connection, "SELECT count(*) FROM former_terms") == count)
    return std::nullopt;
  return "customers are found by values that they never had";
}

// Returns for example "there is 1 entry of history, and there are 2 versions".
std::string numbers_of(std::int64_t entries, std::int64_t versions) {
  const auto there = [](std::int64_t count, std::string_view one, std::string_view many) {
    return (count == 1 ? "there is " : "there are ") +
           counted(static_cast<std::uint64_t>(count), one, many);
  };
  return there(entries, "entry of history", "entries of history") + ", and " +
         there(versions, "version", "versions");
}

std::optional<std::string> wrong_count(Connection& connection) {
  const std::int64_t entries = number(connection, "SELECT count(*) FROM entries");
  const std::int64_t versions =
      number(connection, "SELECT CAST(sum(version) AS BIGINT) FROM customers");
  if (entries == versions) return std::nullopt;
  return numbers_of(entries, versions) + " of customers";
}

std::optional<std::string> wrong_counter(Connection& connection, const std::string& counter,
                                         std::int64_t newest, std::string_view what) {
  Rows rows = select(connection, "SELECT value FROM counters WHERE name = $1", counter);
  if ((rows.next() ? rows.whole(0) : 0) >= newest) return std::nullopt;
  return "the next new " + std::string(what) + " would get a number that is taken";
}

std::optional<std::string> wrong_counters(Connection& connection) {
  if (auto wrong = wrong_counter(connection, std::string(kCustomerSequence),
                                 number(connection, "SELECT max(id) FROM customers"), "customer"))
    return wrong;
  if (auto wrong = wrong_counter(connection, std::string(kPrincipalSequence),
                                 number(connection, "SELECT max(id) FROM principals"), "principal"))
    return wrong;
  for (std::size_t i = 0; i < kKinds; ++i) {
    const auto kind = static_cast<ReferenceKind>(i);
    Rows rows = select(connection, "SELECT max(id) FROM things WHERE kind = $1", word(kind));
    const std::int64_t newest = rows.next() && !rows.null(0) ? rows.whole(0) : 0;
    if (auto wrong = wrong_counter(connection, reference_sequence(kind), newest, word(kind)))
      return wrong;
  }
  return std::nullopt;
}

std::optional<std::string> wrong_admin_count(Connection& connection) {
  const std::int64_t entries =
      number(connection, "SELECT count(*) FROM thing_entries WHERE kind <> 'store'");
  const std::int64_t versions =
      number(connection,
             "SELECT CAST(COALESCE((SELECT sum(version) FROM principals), 0) +"
             " COALESCE((SELECT sum(version) FROM things), 0) AS BIGINT)");
  if (entries == versions) return std::nullopt;
  return numbers_of(entries, versions) + " of principals and references";
}

// Finds a request record that names another change than the entry with its id, or a change that is
// not in history.
std::optional<std::string> wrong_request(Connection& connection) {
  std::int64_t made = 0;
  Rows rows(connection,
            "SELECT e.customer, e.request, r.customer, r.version, e.version, r.changed FROM"
            " entries e CROSS JOIN requests r WHERE r.id = e.request ORDER BY e.id",
            {}, Rows::Count::unbounded);
  while (rows.next()) {
    if (rows.whole(0) != rows.whole(2) || rows.whole(3) != rows.whole(4) || !rows.flag(5))
      return "request " + rows.text(1) + ": it is said to have made version " +
             std::to_string(rows.whole(3)) + " of customer " + std::to_string(rows.whole(2)) +
             ", and history tells otherwise";
    ++made;
  }
  const std::int64_t said = number(connection, "SELECT count(*) FROM requests WHERE changed <> 0");
  if (said == made) return std::nullopt;
  return "requests are said to have made " + std::to_string(said) + " changes, and history tells " +
         "of " + std::to_string(made) + " of them";
}

// Finds a request record with an unknown customer or version, or one that cannot be read.
std::optional<std::string> wrong_request_row(Connection& connection) {
  Rows rows(connection,
            "SELECT r.id, r.batch, r.customer, r.version, COALESCE(c.version, 0) FROM requests r"
            " LEFT JOIN customers c ON c.id = r.customer ORDER BY r.id",
            {}, Rows::Count::unbounded);
  while (rows.next()) {
    const std::string request = "request " + rows.text(0) + ": ";
    if (!Uuid::parse(rows.view(0)) || (!rows.null(1) && !Uuid::parse(rows.view(1))))
      return request + "its row cannot be read: it holds what is no uuid";
    if (rows.whole(3) > rows.whole(4))
      return request + "it is about version " + std::to_string(rows.whole(3)) + " of customer " +
             std::to_string(rows.whole(2)) + ", which is not there";
  }
  return std::nullopt;
}

std::optional<std::string> wrong_token(Connection& connection) {
  Rows rows(
      connection,
      "SELECT hash, principal, principal_version, purpose, pair, expires_us, family, spent, mac"
      " FROM tokens ORDER BY hash",
      {}, Rows::Count::unbounded);
  while (rows.next()) {
    const Argument cells[] = {Bytes{rows.view(0)}, rows.whole(1),       rows.whole(2),
                              rows.whole(3),       Bytes{rows.view(4)}, rows.whole(5),
                              Bytes{rows.view(6)}, rows.whole(7)};
    if (!check_row_hash(connection, "tokens", cells, rows.view(8)))
      return "a token of principal " + std::to_string(rows.whole(1)) +
             " was not written by this server";
  }
  return std::nullopt;
}

// The kinds of references as an SQL list.
std::string kinds() {
  std::string out;
  for (std::size_t i = 0; i < kKinds; ++i)
    out += (i == 0 ? "'" : ", '") + std::string(word(static_cast<ReferenceKind>(i))) + '\'';
  return out;
}

// Finds rows of an unknown kind, which no query would return, and history of objects that do not
// exist.
std::optional<std::string> wrong_kind(Connection& connection) {
  for (const std::string& sql :
       {"SELECT kind, id FROM things WHERE kind NOT IN (" + kinds() + ") LIMIT 1",
        "SELECT kind, thing FROM thing_entries WHERE kind NOT IN ('principal', 'store', " +
            kinds() + ") LIMIT 1"}) {
    Rows rows = select(connection, sql);
    if (rows.next())
      return "number " + std::to_string(rows.whole(1)) + " has an unknown kind: " + rows.text(0);
  }
  for (const char* sql :
       {"SELECT e.kind, e.thing FROM thing_entries e LEFT JOIN things t "
        "ON t.kind = e.kind AND t.id = e.thing "
        "WHERE t.id IS NULL AND e.kind <> 'principal' AND e.kind <> 'store' LIMIT 1",
        "SELECT e.kind, e.thing FROM thing_entries e LEFT JOIN principals p ON p.id = e.thing "
        "WHERE p.id IS NULL AND e.kind = 'principal' LIMIT 1"}) {
    Rows rows = select(connection, sql);
    if (rows.next())
      return rows.text(0) + ' ' + std::to_string(rows.whole(1)) +
             ": it is missing, but its history is there";
  }
  return std::nullopt;
}

// Finds a wrong name index; a principal's changes are found by its names.
std::optional<std::string> wrong_name(Connection& connection) {
  Rows rows = select(connection,
                     "SELECT p.id FROM principals p LEFT JOIN principal_names n "
                     "ON n.name = p.name AND n.principal = p.id WHERE n.name IS NULL LIMIT 1");
  if (!rows.next()) return std::nullopt;
  return "principal " + std::to_string(rows.whole(0)) + ": it is not found by its name";
}

// Finds a wrong index of caseless names, which keeps names unique.
std::optional<std::string> wrong_caseless(Connection& connection) {
  Rows rows(connection, "SELECT id, name, caseless FROM principals ORDER BY id", {},
            Rows::Count::unbounded);
  while (rows.next())
    if (caseless(rows.view(1)) != rows.view(2))
      return "principal " + std::to_string(rows.whole(0)) +
             ": it is not found by its name without case";
  return std::nullopt;
}

// Finds uuids with capital letters; lookups use small letters.
std::optional<std::string> wrong_uuid(Connection& connection) {
  Rows rows = select(connection, "SELECT id FROM customers WHERE uuid <> lower(uuid) LIMIT 1");
  if (!rows.next()) return std::nullopt;
  return of_customer(rows.customer(0), "is not found by its uuid");
}

std::optional<std::string> wrong_mark(Connection& connection) {
  const std::int64_t marks =
      number(connection, "SELECT count(*) FROM counters WHERE name >= 'mark/' AND name < 'mark0'");
  if (marks == std::ssize(find_marks(connection))) return std::nullopt;
  return "a mark was not written by this server";
}

}  // namespace

std::optional<std::string> find_index_mismatch(Connection& connection) {
  if (auto wrong = connection.find_wrong_type()) return wrong;
  // What is damaged may also be read wrongly.
  if (auto wrong = connection.find_damage()) return wrong;
  for (auto* check : {wrong_customer, wrong_former_terms, wrong_end, wrong_order, wrong_count,
                      wrong_counters, wrong_admin_count, wrong_request, wrong_request_row,
                      wrong_token, wrong_mark, wrong_kind, wrong_name, wrong_caseless, wrong_uuid})
    if (auto wrong = check(connection)) return wrong;
  return std::nullopt;
}

}  // namespace patchbay::store::sql
