// Saving a customer: its row, its place in the tree, and one more entry of its history.
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

// What stands in the row beside the values. Keys view the texts.
struct Standing {
  Version version = 0;
  std::int64_t last_entry = 0;
  std::string last_hash;
  std::string path;
  bool same_uuid = true;
  bool same_keys = false;
  CustomerId parent;
};

Standing standing(Connection& connection, const Record& after, const Keys& keys) {
  Rows rows = select(connection,
                     "SELECT version, last_entry, path, uuid, parent, deleted, name, external_id,"
                     " account, description, affiliate, last_hash FROM customers WHERE id = $1",
                     after.id);
  if (!rows.next()) return {};
  const Keys stands{.parent = rows.customer(4),
                    .deleted = rows.flag(5),
                    .name = rows.view(6),
                    .external_id = rows.view(7),
                    .account = rows.view(8),
                    .description = rows.view(9),
                    .affiliate = rows.customer(10)};
  return {.version = rows.whole(0),
          .last_entry = rows.whole(1),
          .last_hash = rows.text(11),
          .path = rows.text(2),
          .same_uuid = rows.uuid(3) == after.uuid,
          .same_keys = stands == keys,
          .parent = stands.parent};
}

// Where `after` belongs: below its parent, which must be there and not below itself.
std::string place(Connection& connection, const Record& after, const Standing& before) {
  const CustomerId parent = after.parent();
  if (before.version > 0 && before.parent == parent) return before.path;
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

End append(Connection& connection, const Entry& entry, const Standing& before) {
  const Circumstance& by = entry.by;
  End end;
  end.hash = chain_hash(before.last_hash, entry);
  end.entry = insert(connection,
                     "INSERT INTO entries (previous, customer, version, action, time_us, principal,"
                     " door, source, request, reason, warnings, differences, hash) "
                     "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                     before.last_entry, entry.customer, entry.version, entry.action, by.time,
                     by.principal, by.door, by.source, by.request.text(), by.reason,
                     encode(by.warnings), encode(entry.differences), Bytes{end.hash});
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

void change_all(Connection& connection, const Record& after, const Keys& keys,
                const std::string& path, const End& end) {
  execute(connection,
          "UPDATE customers SET parent = $1, path = $2, deleted = $3, enterprise = $4,"
          " external_id = $5, affiliate = $6, name = $7, account = $8, description = $9,"
          " version = $10, last_entry = $11, last_hash = $12, doc = $13 WHERE id = $14",
          keys.parent, path, keys.deleted, enterprise_of(path), or_null(keys.external_id),
          or_null(keys.affiliate), keys.name, keys.account, keys.description, after.version,
          end.entry, Bytes{end.hash}, encode(after.values), after.id);
}

}  // namespace

void save_customer(Connection& connection, const Record& after, const Entry& entry) {
  const Keys keys = keys_of(after);
  const Standing before = standing(connection, after, keys);
  check_succession(after, entry, before.version);
  if (!before.same_uuid) throw std::logic_error("a customer's uuid is its own and stays");
  const std::string path = place(connection, after, before);
  const End end = append(connection, entry, before);
  save_terms(connection, after, entry);
  if (before.version == 0) return add(connection, after, keys, path, end);
  if (before.path != path) move(connection, before.path, path);
  if (!before.same_keys) return change_all(connection, after, keys, path, end);
  execute(connection,
          "UPDATE customers SET version = $1, last_entry = $2, last_hash = $3, doc = $4 "
          "WHERE id = $5",
          after.version, end.entry, Bytes{end.hash}, encode(after.values), after.id);
}

}  // namespace patchbay::store::sql
