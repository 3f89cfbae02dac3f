// Small functions on text that several modules need.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace patchbay {

// ASCII only; other bytes stay as they are.
[[nodiscard]] std::string lower(std::string_view text);
[[nodiscard]] std::string upper(std::string_view text);
// Removes leading and trailing space, tab, CR and LF (XML's white space).
[[nodiscard]] std::string_view trim(std::string_view text);
// Splits `text` at each `separator`. An empty text gives one empty piece.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string join(const std::vector<std::string>& pieces, std::string_view separator);
// Parses `-?digits`, without white space or `+`; leading zeros are accepted. Returns nothing if it
// is not a whole number or does not fit.
[[nodiscard]] std::optional<std::int64_t> parse_whole(std::string_view text);

}  // namespace patchbay
