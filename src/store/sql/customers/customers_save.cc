// Saves a customer: checks it, finds its place in the tree and computes its hash.
#include <algorithm>
#include <utility>

#include "record/formats/codec.h"
#include "record/history/chain.h"
#include "store/indexed_columns.h"
#include "store/sql/customers/customers.h"
#include "store/sql/customers/search_terms.h"
#include "store/sql/engine/metadata_cache.h"
#include "store/sql/engine/rows.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {
namespace {

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

// Whether no customer but the one above has to be looked at for a new customer with this entry.
bool refers_to_no_other(const Entry& entry) {
  return !changes(entry, Field::affiliate_customer) && !changes(entry, Field::deleted);
}

}  // namespace

bool changes(const Entry& entry, Field field) {
  return std::ranges::any_of(entry.differences,
                             [&](const Difference& each) { return each.path.field == field; });
}

CustomerChange change_of(Connection& connection, const Record& after, const Entry& entry,
                         const RowState* known) {
  CustomerChange out{.after = &after, .entry = &entry, .before = {}, .path = {}, .hash = {}};
  out.before = known ? *known : find_row(connection, after.id);
  check_succession(after, entry, out.before.version);
  if (out.before.version > 0 && out.before.uuid != after.uuid)
    throw std::logic_error("a customer's uuid is its own and stays");
  out.path = place(connection, after, entry, out.before);
  out.hash = chain_hash(out.before.version > 0 ? out.before.last_hash : chain_start(after.uuid),
                        entry, connection.integrity().needed());
  return out;
}

CustomerChange change_of(const Record& after, const Entry& entry, RowState before,
                         const PreparedSave& prepared) {
  return {.after = &after,
          .entry = &entry,
          .before = std::move(before),
          .path = prepared.path,
          .hash = prepared.hash,
          .values = prepared.values,
          .differences = prepared.differences};
}

CustomerChange new_customer(Connection& connection, const Record& after, const Entry& entry,
                            const PreparedSave& prepared) {
  return {.after = &after,
          .entry = &entry,
          .before = {},
          .path = path_below(prepared.path, after.id),
          .hash = chain_hash(chain_start(after.uuid), entry, prepared.commitments,
                             connection.integrity().needed()),
          .values = prepared.values,
          .differences = prepared.differences};
}

std::optional<PreparedSave> prepare_save(Connection& connection, std::int64_t epoch,
                                         const RowState& before, const Record& after,
                                         const Entry& entry) {
  if (epoch == kNoEpoch || before.version == 0 || after.version != entry.version)
    return std::nullopt;
  const bool is_new = !after.id;
  const bool follows = is_new ? after.version == 1 && before.id == after.parent()
                              : before.id == after.id && before.version + 1 == after.version;
  if (!follows || !(is_new ? refers_to_no_other(entry) : is_of_values(entry))) return std::nullopt;
  TermDifference terms = term_difference(after, entry);
  PreparedSave out{.epoch = epoch,
                   .path = before.path,
                   .before_hash = before.last_hash,
                   .hash = {},
                   .commitments = {},
                   .values = encode(after.values),
                   .differences = {},
                   .terms_removed = std::move(terms.removed),
                   .terms_added = std::move(terms.added)};
  out.differences = is_new ? encode_differences(entry, out.values) : encode_differences(entry);
  if (is_new)
    out.commitments = commitments(entry.differences);
  else
    out.hash = chain_hash(before.last_hash, entry, connection.integrity().needed());
  return out;
}

bool is_current(const PreparedSave& prepared, const RowState& row, const Record& after) {
  return row.id == after.id && row.uuid == after.uuid && row.version + 1 == after.version &&
         row.last_hash == prepared.before_hash && row.path == prepared.path;
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
