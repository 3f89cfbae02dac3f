// Asking for all at once.
#include "store/sql/ahead.h"

#include "store/sql/catalogue.h"

namespace patchbay::store::sql {

std::int64_t ReadAhead::read(Connection& connection, std::span<const Queued> jobs) {
  if (!connection.far()) return edition_of(connection);
  std::vector<CustomerId> ids;
  std::vector<Uuid> uuids;
  for (const Queued& each : jobs) {
    if (const auto* id = std::get_if<CustomerId>(&each.about)) ids.push_back(*id);
    if (const auto* uuid = std::get_if<Uuid>(&each.about)) uuids.push_back(*uuid);
  }
  const auto edition = find_each(connection, ids, uuids, [this](Record record, Standing standing) {
    const CustomerId id = record.id;
    by_uuid_.insert_or_assign(record.uuid, id);
    replace(id, Ahead{std::move(record), std::move(standing)});
  });
  return edition ? *edition : edition_of(connection);
}

const Ahead* ReadAhead::find(CustomerId id) const {
  const auto found = customers_.find(id);
  return found == customers_.end() ? nullptr : &found->second;
}

const Ahead* ReadAhead::find(const Uuid& uuid) const {
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
