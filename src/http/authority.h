// Hosts as requests name them: in the header Host, or in an absolute target.
#pragma once

#include <string_view>

namespace patchbay::http {

// Whether `text` is a host, and perhaps a port, of RFC 3986: a name of letters, digits, "-._~" and
// "%XX", or an address, IPv6 in brackets. Neither empty, nor with a user before it, nor a list.
[[nodiscard]] bool is_authority(std::string_view text);

}  // namespace patchbay::http
