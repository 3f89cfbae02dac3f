// Calls that only read.
#pragma once

#include "core/access/secret_sealer.h"
#include "core/access/subject.h"
#include "core/call/outcome.h"

namespace patchbay::core {

// Returns the problems that the door found in the request, if there are any.
[[nodiscard]] Result<void> require_good_input(const Call& call);

[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const GetCustomer& get);
[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const CompareVersions& compare);
[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const ListCustomers& list);
[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const ListHistory& history);
// `sealer` encrypts the positions in the reply.
[[nodiscard]] Result<Outcome> list_changes(store::ReadTransaction& reader, const Actor& actor,
                                           const Call& call, const ListChanges& changes,
                                           const SecretSealer& sealer);
[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const RequestStatus& status);
[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const WhoAmI& who);

// `now` is the time in the anchor; `seed` signs it.
[[nodiscard]] Result<Outcome> read_anchor(store::ReadTransaction& reader, const Actor& actor,
                                          const Call& call, Instant now, std::string_view seed);

}  // namespace patchbay::core
