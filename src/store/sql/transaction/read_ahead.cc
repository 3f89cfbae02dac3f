// Reads the subjects of all jobs in one query.
#include "store/sql/transaction/read_ahead.h"

#include "store/sql/engine/metadata_cache.h"

namespace patchbay::store::sql {

std::int64_t ReadAhead::read(Connection& connection, std::span<const QueuedJob> jobs) {
  if (!connection.is_remote()) return epoch_of(connection);
  std::vector<CustomerId> ids;
  std::vector<Uuid> uuids;
  for (const QueuedJob& each : jobs) {
    if (const auto* id = std::get_if<CustomerId>(&each.subject)) ids.push_back(*id);
    if (const auto* uuid = std::get_if<Uuid>(&each.subject)) uuids.push_back(*uuid);
  }
  const auto epoch = find_each(connection, ids, uuids, [this](Record record, RowState row_state) {
    const CustomerId id = record.id;
    by_uuid_.insert_or_assign(record.uuid, id);
    replace(id, CustomerRow{std::move(record), std::move(row_state)});
  });
  return epoch ? *epoch : epoch_of(connection);
}

const CustomerRow* ReadAhead::find(CustomerId id) const {
  const auto found = customers_.find(id);
  return found == customers_.end() ? nullptr : &found->second;
}

const CustomerRow* ReadAhead::find(const Uuid& uuid) const {
  const auto found = by_uuid_.find(uuid);
  return found == by_uuid_.end() ? nullptr : find(found->second);
}

void ReadAhead::forget(CustomerId id, bool moved) {
  if (moved)
    customers_.clear();
  else
    customers_.erase(id);
}

}  // namespace patchbay::store::sql
