// Seals as rows, and the row that names the newest of them.
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

// Into a store that has none.
AuditSeal save_first_seal(Connection& connection);
// Where another was faster, nothing is written.
void save_seal(Connection& connection, const AuditSeal& seal);

// Throws WrongSchema where a version before seals wrote what is there. To be asked before
// upgrade(), which would shut that version out of a store that this one refuses then.
void expect_seals(Connection& connection);

// Whether nothing was ever kept: no customer, no principal, no history, no seal.
[[nodiscard]] bool is_new(Connection& connection);
// Asks what a store is trusted by (a null question: hashes without a key). Throws WrongSchema where
// the answer is an error.
[[nodiscard]] std::shared_ptr<const Integrity> ask_trust(Connection& connection,
                                                         const Trust& trust);
// Asks what a store is trusted by that is opened to be written, and holds its newest seal against
// that; a new store gets its first seal. Throws WrongSchema where the answer is an error, where
// there is no seal though the store is not new, and where the newest does not hold.
[[nodiscard]] std::shared_ptr<const Integrity> begin_trust(Connection& connection,
                                                           const Trust& trust);

}  // namespace patchbay::store::sql
