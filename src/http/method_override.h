// The method of a request whose client can send GET and POST only, and names another in a header.
#pragma once

#include <expected>
#include <optional>
#include <string_view>

#include "http/message.h"

namespace patchbay::http {

// The method that a POST stands for by X-HTTP-Method-Override, X-HTTP-Method or X-Method-Override;
// nothing where it has none of them, or is no POST: what a GET does is never more than a read. The
// error is what is wrong with them: another method than PATCH, PUT or DELETE, or two of them.
[[nodiscard]] std::expected<std::optional<std::string_view>, std::string_view> overridden_method(
    const Request& request);

}  // namespace patchbay::http
