// Calls that only read.
#pragma once

#include "core/access/secret_sealer.h"
#include "core/access/subject.h"
#include "core/call/outcome.h"

namespace patchbay::core {

// What the reader of an input found wrong counts for reads too.
[[nodiscard]] Result<void> require_good_input(const Call& call);

[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const GetCustomer& get);
[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const CompareVersions& compare);
[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const ListCustomers& list);
[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const ListHistory& history);
// `sealer` makes what readers are told of positions.
[[nodiscard]] Result<Outcome> list_changes(store::ReadTransaction& reader, const Actor& actor,
                                           const Call& call, const ListChanges& changes,
                                           const SecretSealer& sealer);
[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const RequestStatus& status);
[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const WhoAmI& who);

// `seed` signs it, `now`.
[[nodiscard]] Result<Outcome> read_anchor(store::ReadTransaction& reader, const Actor& actor,
                                          const Call& call, Instant now, std::string_view seed);

}  // namespace patchbay::core
