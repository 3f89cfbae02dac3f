// Small work on text that several modules need.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace patchbay {

// ASCII only: other bytes are left alone.
[[nodiscard]] std::string lower(std::string_view text);
[[nodiscard]] std::string upper(std::string_view text);
// Without leading and trailing space, tab, CR and LF (XML's white space).
[[nodiscard]] std::string_view trim(std::string_view text);
// `text` between `separator`s; an empty text is one empty piece.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string join(const std::vector<std::string>& pieces, std::string_view separator);
// Reads `-?digits`: no white space, no `+`, leading zeros accepted; nothing where it is no whole
// number or does not fit.
[[nodiscard]] std::optional<std::int64_t> parse_whole(std::string_view text);

}  // namespace patchbay
