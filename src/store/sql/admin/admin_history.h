// The history of principals and references.
#pragma once

#include <optional>
#include <vector>

#include "record/history/admin_entry.h"
#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

// Returns entries with versions below `before` (0: from the newest), newest first.
[[nodiscard]] std::vector<AdminEntry> find_admin_history(Connection& connection,
                                                         const AdminObjectId& object,
                                                         Version before, std::size_t limit);
// Returns the numbers of all principals, or of all references of a kind, including deleted ones.
[[nodiscard]] std::vector<std::int64_t> find_admin_object_ids(Connection& connection,
                                                              std::optional<ReferenceKind> kind,
                                                              std::int64_t after,
                                                              std::size_t limit);
// Returns an entry in the form of versions before seals: its differences have no proofs.
[[nodiscard]] AdminEntry find_old_admin_entry(Connection& connection, std::string_view kind,
                                              std::int64_t object, Version version);
void save_admin_entry(Connection& connection, const AdminEntry& entry);

}  // namespace patchbay::store::sql
