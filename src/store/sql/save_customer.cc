// Saving a customer: its row, its place in the tree, and one more entry of its history.
#include <algorithm>

#include "record/chain.h"
#include "record/codec.h"
#include "store/keys.h"
#include "store/sql/counters.h"
#include "store/sql/customers.h"
#include "store/sql/rows.h"
#include "store/sql/terms.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {
namespace {

Standing standing(Connection& connection, CustomerId id) {
  Rows rows =
      select(connection,
             "SELECT uuid, version, last_entry, last_hash, path FROM customers WHERE id = $1", id);
  if (!rows.next()) return {};
  return {.id = id,
          .uuid = rows.uuid(0),
          .version = rows.whole(1),
          .last_entry = rows.whole(2),
          .last_hash = rows.text(3),
          .path = rows.text(4)};
}

// Where `after` belongs: below its parent, which must be there and not below itself.
std::string place(Connection& connection, const Record& after, const Entry& entry,
                  const Standing& before) {
  const CustomerId parent = after.parent();
  if (before.version > 0 && !changes(entry, Field::parent)) return before.path;
  if (!parent) return path_below({}, after.id);
  const std::string above = path_of(connection, parent);
  if (above.empty() || (before.version > 0 && above.starts_with(before.path))) refuse_place(after);
  return path_below(above, after.id);
}

// Where history ends: what the customer's row points at.
struct End {
  std::int64_t entry = 0;
  std::string hash;
};

End append(Connection& connection, const Entry& entry, std::int64_t number,
           const Standing& before) {
  const Circumstance& by = entry.by;
  End end{.entry = number, .hash = chain_hash(before.last_hash, entry)};
  execute(connection,
          "INSERT INTO entries (id, previous, customer, version, action, time_us, principal,"
          " door, source, request, reason, warnings, differences, hash) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
          number, before.last_entry, entry.customer, entry.version, entry.action, by.time,
          by.principal, by.door, by.source, by.request.text(), by.reason, encode(by.warnings),
          encode(entry.differences), Bytes{end.hash});
  return end;
}

void add(Connection& connection, const Record& after, const Keys& keys, const std::string& path,
         const End& end) {
  execute(connection,
          "INSERT INTO customers (id, uuid, parent, path, deleted, enterprise, external_id,"
          " affiliate, name, account, description, version, last_entry, last_hash, doc) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
          after.id, after.uuid.text(), keys.parent, path, keys.deleted, enterprise_of(path),
          or_null(keys.external_id), or_null(keys.affiliate), keys.name, keys.account,
          keys.description, after.version, end.entry, Bytes{end.hash}, encode(after.values));
  count_past(connection, kCustomerCounter, after.id.value);
}

void move(Connection& connection, const std::string& from, const std::string& to) {
  execute(connection,
          "UPDATE customers SET path = $1 || substr(path, $2), enterprise = $3 "
          "WHERE path > $4 AND path < $5",
          to, static_cast<std::int64_t>(from.size()) + 1, enterprise_of(to), from,
          end_of_subtree(from));
}

// A column that follows from one field.
struct Column {
  std::string_view name;
  Field field;
  Argument (*value)(const Keys&);
};
constexpr Column kColumns[] = {
    {"parent", Field::parent, [](const Keys& keys) { return argument(keys.parent); }},
    {"deleted", Field::deleted, [](const Keys& keys) { return argument(keys.deleted); }},
    {"external_id", Field::external_id, [](const Keys& keys) { return or_null(keys.external_id); }},
    {"affiliate", Field::affiliate_customer,
     [](const Keys& keys) { return or_null(keys.affiliate); }},
    {"name", Field::name, [](const Keys& keys) { return argument(keys.name); }},
    {"account", Field::account, [](const Keys& keys) { return argument(keys.account); }},
    {"description", Field::description,
     [](const Keys& keys) { return argument(keys.description); }},
};

// Writes the columns that change and no others: each that is written costs its indexes.
class Update {
 public:
  void set(std::string_view column, Argument value) {
    sql_ += sql_.empty() ? "UPDATE customers SET " : ", ";
    add(column, value);
  }
  void run(Connection& connection, CustomerId id) {
    sql_ += " WHERE ";
    add("id", argument(id));
    connection.prepared(sql_).run(arguments_);
  }

 private:
  void add(std::string_view column, Argument value) {
    arguments_.push_back(value);
    sql_.append(column).append(" = $").append(std::to_string(arguments_.size()));
  }

  std::string sql_;
  std::vector<Argument> arguments_;
};

void change(Connection& connection, const Record& after, const Entry& entry,
            const std::string& path, const Standing& before, const End& end) {
  const Keys keys = keys_of(after);
  const std::string doc = encode(after.values);
  Update update;
  update.set("version", argument(after.version));
  update.set("last_entry", argument(end.entry));
  update.set("last_hash", Bytes{end.hash});
  update.set("doc", argument(doc));
  for (const Column& each : kColumns)
    if (changes(entry, each.field)) update.set(each.name, each.value(keys));
  if (path != before.path) {
    update.set("path", argument(path));
    update.set("enterprise", argument(enterprise_of(path)));
  }
  update.run(connection, after.id);
}

}  // namespace

bool changes(const Entry& entry, Field field) {
  return std::ranges::any_of(entry.differences,
                             [&](const Difference& each) { return each.path.field == field; });
}

void save_customer(Connection& connection, const Record& after, const Entry& entry,
                   std::int64_t number, const Standing* known) {
  const Standing before = known ? *known : standing(connection, after.id);
  check_succession(after, entry, before.version);
  if (before.version > 0 && before.uuid != after.uuid)
    throw std::logic_error("a customer's uuid is its own and stays");
  const std::string path = place(connection, after, entry, before);
  const End end = append(connection, entry, number, before);
  save_terms(connection, after, entry);
  if (before.version == 0) return add(connection, after, keys_of(after), path, end);
  if (before.path != path) move(connection, before.path, path);
  change(connection, after, entry, path, before, end);
}

}  // namespace patchbay::store::sql
