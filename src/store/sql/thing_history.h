// The history of principals and references.
#pragma once

#include <optional>
#include <vector>

#include "record/thing.h"
#include "store/sql/driver.h"

namespace patchbay::store::sql {

// Entries with versions below `before` (0: from the newest), newest first.
[[nodiscard]] std::vector<ThingEntry> find_thing_history(Connection& connection,
                                                         const ThingId& thing, Version before,
                                                         std::size_t limit);
// The numbers of all principals, or of all references of a kind, the deleted too.
[[nodiscard]] std::vector<std::int64_t> find_thing_ids(Connection& connection,
                                                       std::optional<Kind> kind, std::int64_t after,
                                                       std::size_t limit);
// As versions before seals wrote it: its differences without proofs.
[[nodiscard]] ThingEntry find_old_thing_entry(Connection& connection, std::string_view kind,
                                              std::int64_t thing, Version version);
void save_thing_entry(Connection& connection, const ThingEntry& entry);

}  // namespace patchbay::store::sql
