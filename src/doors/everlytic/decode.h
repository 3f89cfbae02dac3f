// From a request to a call.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::everlytic {

[[nodiscard]] Asked decode(const Arrival& arrival, const Settings& settings);
[[nodiscard]] std::optional<core::Credentials> head_credentials(const Arrival& arrival);

// Who may read, and who may change: out of reach is not found, whoever asks.
inline constexpr core::Demand kReads{.any_of = core::Privilege::user};
inline constexpr core::Demand kWrites{.any_of = core::Privilege::administrator |
                                                core::Privilege::commerce};

}  // namespace patchbay::doors::everlytic
