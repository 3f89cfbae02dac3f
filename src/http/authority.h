// Hosts as requests name them: in the Host header or in an absolute request target.
#pragma once

#include <string_view>

namespace patchbay::http {

// Whether `text` is a host with an optional port as RFC 3986 defines it: a name of letters, digits,
// "-._~" and "%XX", or an address (IPv6 in brackets). False for an empty text, for a text with a
// user name, and for a list.
[[nodiscard]] bool is_authority(std::string_view text);

}  // namespace patchbay::http
