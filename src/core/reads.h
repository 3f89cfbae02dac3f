// Calls that only read.
#pragma once

#include "core/outcome.h"
#include "core/seal.h"
#include "core/subject.h"

namespace patchbay::core {

// What the reader of an input found wrong counts for reads too.
[[nodiscard]] Result<void> input_is_good(const Call& call);

[[nodiscard]] Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                                     const Get& get);
[[nodiscard]] Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                                     const Compare& compare);
[[nodiscard]] Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                                     const List& list);
[[nodiscard]] Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                                     const History& history);
// `sealer` makes what readers are told of positions.
[[nodiscard]] Result<Outcome> follow(store::Reader& reader, const Actor& actor, const Call& call,
                                     const Changes& changes, const Sealer& sealer);
[[nodiscard]] Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                                     const RequestStatus& status);
[[nodiscard]] Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                                     const WhoAmI& who);

// `seed` signs it, `now`.
[[nodiscard]] Result<Outcome> answer_anchor(store::Reader& reader, const Actor& actor,
                                            const Call& call, Instant now, std::string_view seed);

}  // namespace patchbay::core
