// The tables of destinations and of the attempts to deliver to them.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "record/admin/destination.h"
#include "store/sql/engine/driver.h"
#include "store/store.h"

namespace patchbay::store::sql {

[[nodiscard]] std::optional<Destination> find_destination(Connection& connection, std::int64_t id);
[[nodiscard]] std::vector<DeliveryAttempt> find_delivery_attempts(Connection& connection,
                                                                  std::int64_t destination,
                                                                  std::int64_t before,
                                                                  std::size_t limit);
void save_destination(Connection& connection, const Destination& destination);
void save_delivery_attempts(Connection& connection, std::span<const DeliveryAttempt> attempts);
// Removes attempts that `old` names, about `limit` rows of them.
void sweep_delivery_attempts(Connection& connection, const Sweep& old, std::size_t limit);
void remove_destination(Connection& connection, std::int64_t id);

}  // namespace patchbay::store::sql
