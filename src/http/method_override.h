// The real method of a request whose client can send only GET and POST and names another in a
// header.
#pragma once

#include <expected>
#include <optional>
#include <string_view>

#include "http/message.h"

namespace patchbay::http {

// The method that a POST names in X-HTTP-Method-Override, X-HTTP-Method or X-Method-Override.
// Nothing if it has none of these headers or is not a POST: a GET never does more than read. The
// error says what is wrong: a method other than PATCH, PUT or DELETE, or two different ones.
[[nodiscard]] std::expected<std::optional<std::string_view>, std::string_view> overridden_method(
    const Request& request);

}  // namespace patchbay::http
