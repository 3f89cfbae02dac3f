// Saves a customer: checks it, finds its place in the tree and computes its hash.
#include <algorithm>

#include "record/history/chain.h"
#include "store/indexed_columns.h"
#include "store/sql/customers/customers.h"
#include "store/sql/engine/rows.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {
namespace {

RowState row_state(Connection& connection, CustomerId id) {
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

// Returns the path of `after`. Its parent must exist and must not be below it.
std::string place(Connection& connection, const Record& after, const Entry& entry,
                  const RowState& before) {
  const CustomerId parent = after.parent();
  if (before.version > 0 && !changes(entry, Field::parent)) return before.path;
  if (!parent) return path_below({}, after.id);
  const std::string above = path_of(connection, parent);
  if (above.empty() || (before.version > 0 && above.starts_with(before.path)))
    throw_wrong_parent(after);
  return path_below(above, after.id);
}

}  // namespace

bool changes(const Entry& entry, Field field) {
  return std::ranges::any_of(entry.differences,
                             [&](const Difference& each) { return each.path.field == field; });
}

CustomerChange change_of(Connection& connection, const Record& after, const Entry& entry,
                         const RowState* known) {
  CustomerChange out{.after = &after, .entry = &entry, .before = {}, .path = {}, .hash = {}};
  out.before = known ? *known : row_state(connection, after.id);
  check_succession(after, entry, out.before.version);
  if (out.before.version > 0 && out.before.uuid != after.uuid)
    throw std::logic_error("a customer's uuid is its own and stays");
  out.path = place(connection, after, entry, out.before);
  out.hash = chain_hash(out.before.version > 0 ? out.before.last_hash : chain_start(after.uuid),
                        entry, connection.integrity().needed());
  return out;
}

RowState row_state_after(const CustomerChange& change) {
  return {.id = change.after->id,
          .uuid = change.after->uuid,
          .version = change.after->version,
          .last_entry = change.number,
          .last_hash = change.hash,
          .path = change.path};
}

}  // namespace patchbay::store::sql
