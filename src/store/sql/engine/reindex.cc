// Reads customers, entries and principals page by page in one transaction. Reads only columns of
// the first schema, because later steps may add columns.
#include "store/sql/engine/reindex.h"

#include <optional>

#include "base/case_fold.h"
#include "record/formats/codec.h"
#include "record/search/search_terms.h"
#include "store/sql/customers/search_terms.h"
#include "store/sql/engine/rows.h"

namespace patchbay::store::sql {
namespace {

constexpr std::int64_t kReindexed = 1000;
constexpr std::string_view kTelephones = "/telephone/";

struct One {
  std::int64_t number;
  CustomerId customer;
  Version version;
  std::string document;
};

constexpr std::string_view kCustomers =
    "SELECT id, id, version, doc FROM customers WHERE id > $1 ORDER BY id LIMIT $2";

// Calls visit(rows) in order for all rows that `sql` selects, kReindexed at a time. `sql` takes
// rows with a number above $1, at most $2 of them. No statement is running during visit().
template <class Visit>
void for_all_pages(Connection& connection, std::string_view sql, Visit&& visit) {
  for (std::int64_t after = 0;;) {
    std::vector<One> some;
    {
      Rows rows = select(connection, sql, after, kReindexed);
      while (rows.next())
        some.push_back({rows.whole(0), rows.customer(1), rows.whole(2), rows.text(3)});
    }
    if (some.empty()) return;
    visit(some);
    after = some.back().number;
  }
}

// The same for one row at a time.
template <class Visit>
void for_all(Connection& connection, std::string_view sql, Visit&& visit) {
  for_all_pages(connection, sql, [&](const std::vector<One>& some) {
    for (const One& each : some) visit(each);
  });
}

void index_numbers(Connection& connection, const One& customer) {
  for (const std::string& term : search_terms_of(readable(decode_values(customer.document))))
    if (term.starts_with(kTelephones))
      execute(connection,
              "INSERT INTO terms (term, customer) VALUES ($1, $2) "
              "ON CONFLICT (term, customer) DO NOTHING",
              term, customer.customer);
}

void keep_name(Connection& connection, std::int64_t principal, const std::string& json) {
  if (json.empty()) return;
  const std::vector<std::string> names = readable(decode_texts('[' + json + ']'));
  if (!names.empty())
    execute(connection,
            "INSERT INTO principal_names (name, principal) VALUES ($1, $2) "
            "ON CONFLICT (name, principal) DO NOTHING",
            names.front(), principal);
}

// The differences of an admin object are stored as texts: member, before, after and bond of each.
void index_names(Connection& connection, std::int64_t principal) {
  std::vector<std::string> documents;
  {
    Rows rows = select(connection,
                       "SELECT differences FROM thing_entries "
                       "WHERE kind = 'principal' AND thing = $1 ORDER BY version",
                       principal);
    while (rows.next()) documents.push_back(rows.text(0));
  }
  for (const std::string& document : documents) {
    const std::vector<std::string> texts = readable(decode_texts(document));
    for (std::size_t i = 0; i + 3 < texts.size(); i += 4)
      if (texts[i] == "name") keep_name(connection, principal, texts[i + 1]);
  }
}

}  // namespace

void index_terms_anew(Connection& connection) {
  const SearchIndex& index = search_index(connection);
  index.clear(connection);
  for_all_pages(connection, kCustomers, [&](const std::vector<One>& some) {
    std::vector<TermDifference> differences;
    for (const One& each : some) {
      // A document that cannot be read is reported by `verify`, and must not keep the rest away.
      const auto values = decode_values(each.document);
      if (!values) continue;
      differences.push_back(
          {.customer = each.customer, .removed = {}, .added = search_terms_of(*values)});
    }
    index.fill(connection, differences);
  });
  index.settle(connection);
}

void index_telephones_anew(Connection& connection) {
  execute(connection, "DELETE FROM terms WHERE term >= $1 AND term < $2", kTelephones,
          end_of_prefix(kTelephones));
  for_all(connection, kCustomers,
          [&](const One& customer) { index_numbers(connection, customer); });
}

void index_former_anew(Connection& connection) {
  for_all_pages(connection,
                "SELECT id, customer, version, differences FROM entries WHERE id > $1 "
                "ORDER BY id LIMIT $2",
                [&](const std::vector<One>& some) {
                  FormerTermRows rows;
                  for (const One& each : some)
                    // `verify` reports an entry that cannot be read.
                    if (const auto differences = decode_differences(each.document))
                      rows.add(each.customer, each.version, *differences);
                  rows.write(connection);
                });
}

void index_caseless_anew(Connection& connection) {
  for_all(connection,
          "SELECT id, home, version, name FROM principals WHERE id > $1 ORDER BY id LIMIT $2",
          [&](const One& principal) {
            execute(connection, "UPDATE principals SET caseless = $1 WHERE id = $2",
                    caseless(principal.document), principal.number);
          });
}

void index_names_anew(Connection& connection) {
  execute(
      connection,
      "INSERT INTO principal_names (name, principal) SELECT name, id FROM principals WHERE true "
      "ON CONFLICT (name, principal) DO NOTHING");
  for_all(connection,
          "SELECT id, home, version, '' FROM principals WHERE id > $1 ORDER BY id LIMIT $2",
          [&](const One& principal) { index_names(connection, principal.number); });
}

}  // namespace patchbay::store::sql
