// Seals as rows, and the row that names the newest seal.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "store/open.h"
#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

[[nodiscard]] std::vector<NumberedHash> find_entry_hashes(Connection& connection,
                                                          std::int64_t after, std::size_t limit);
[[nodiscard]] std::vector<NumberedHash> find_admin_entry_hashes(Connection& connection,
                                                                std::int64_t after,
                                                                std::size_t limit);
[[nodiscard]] std::vector<AuditSeal> find_seals(Connection& connection, std::int64_t from,
                                                std::size_t limit);
[[nodiscard]] std::optional<AuditHead> find_head(Connection& connection);

// Writes the first seal of a store.
AuditSeal save_first_seal(Connection& connection);
// Writes nothing if another node has sealed these entries already.
void save_seal(Connection& connection, const AuditSeal& seal);

// Throws WrongSchema if a version before seals wrote the store. To be called before upgrade():
// after an upgrade, that version could not open the store, and this one refuses it.
void expect_seals(Connection& connection);

// Whether the store is empty: no customer, principal, history or seal.
[[nodiscard]] bool is_new(Connection& connection);
// Returns the integrity key by calling `trust` (null: hashes without a key). Throws WrongSchema if
// `trust` returns an error.
[[nodiscard]] std::shared_ptr<const Integrity> ask_trust(Connection& connection,
                                                         const Trust& trust);
// Returns the integrity key of a store that is opened for writing, and checks the newest seal with
// it. A new store gets its first seal. Throws WrongSchema if `trust` returns an error, if a store
// with contents has no seal, or if the newest seal is wrong.
[[nodiscard]] std::shared_ptr<const Integrity> begin_trust(Connection& connection,
                                                           const Trust& trust);

}  // namespace patchbay::store::sql
