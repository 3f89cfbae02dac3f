// What is wrong with a text that is meant as a URL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace patchbay {

// Where `text` would be an http or https URL if it began like one: that it must, as the end of a
// sentence.
[[nodiscard]] std::optional<std::string> missing_scheme(std::string_view text);

}  // namespace patchbay
