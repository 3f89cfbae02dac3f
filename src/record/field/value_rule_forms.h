// Messages for a text that should be a URL and is not.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace patchbay {

// Returns the end of a sentence that asks for http:// or https://, if `text` would be a URL with
// it. Returns nothing otherwise.
[[nodiscard]] std::optional<std::string> missing_scheme(std::string_view text);

}  // namespace patchbay
