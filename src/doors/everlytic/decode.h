// Decodes a request into a call.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::everlytic {

[[nodiscard]] DecodedRequest decode(const RoutedRequest& routed, const Settings& settings);
[[nodiscard]] std::optional<core::Credentials> head_credentials(const RoutedRequest& routed);

// The privileges to read and to change. A customer outside the caller's reach is not found.
inline constexpr core::RequiredPrivilege kReads{.any_of = core::Privilege::user};
inline constexpr core::RequiredPrivilege kWrites{.any_of = core::Privilege::administrator |
                                                           core::Privilege::commerce};

}  // namespace patchbay::doors::everlytic
