// Calls that only read.
#pragma once

#include "core/outcome.h"
#include "core/subject.h"

namespace patchbay::core {

[[nodiscard]] Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                                     const Get& get);
[[nodiscard]] Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                                     const Compare& compare);
[[nodiscard]] Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                                     const List& list);
[[nodiscard]] Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                                     const History& history);
[[nodiscard]] Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                                     const Changes& changes);
[[nodiscard]] Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                                     const RequestStatus& status);
[[nodiscard]] Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                                     const WhoAmI& who);

// `seed` signs it, `now`.
[[nodiscard]] Result<Outcome> answer_anchor(store::Reader& reader, const Actor& actor,
                                            const Call& call, Instant now, std::string_view seed);

}  // namespace patchbay::core
