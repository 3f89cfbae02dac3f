// Addresses by network: who can change an address at will cannot change its network.
#pragma once

#include <string>
#include <string_view>

namespace patchbay {

// The text under which what comes from `address` is counted together: an IPv4 address itself, also
// where it is written inside IPv6; of an IPv6 address its first 64 bits: "2001:db8:0:1::/64". What
// is no address stands for itself.
[[nodiscard]] std::string network_of(std::string_view address);

}  // namespace patchbay
