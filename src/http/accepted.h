// Headers that list what a client accepts, each with a weight: Accept and Accept-Encoding.
#pragma once

#include <optional>
#include <string_view>

#include "http/message.h"

namespace patchbay::http {

// Whether the lists in header `name` accept `value`, which is compared in any case: false if they
// name it with a weight of 0 only, nothing if they do not name it. Wildcards are values like
// others.
[[nodiscard]] std::optional<bool> accepts(const Request& request, std::string_view name,
                                          std::string_view value);

}  // namespace patchbay::http
