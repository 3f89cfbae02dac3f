// Networks of addresses. A client can change its address at will, but not its network.
#pragma once

#include <string>
#include <string_view>

namespace patchbay {

// Returns the key under which clients at `address` are counted together: an IPv4 address itself,
// even if written in IPv6 form; for an IPv6 address its first 64 bits: "2001:db8:0:1::/64". Returns
// other text unchanged.
[[nodiscard]] std::string network_of(std::string_view address);

}  // namespace patchbay
