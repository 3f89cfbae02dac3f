// What may be written to where output goes: colours, and how wide lines may be.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/shown_text.h"

namespace patchbay::app {

enum class Style : std::uint8_t { plain, strong, faint, good, bad };

struct Terminal {
  bool has_colours = false;
  std::size_t width = 0;  // columns; 0: no limit, because it is not a terminal

  // That of standard output. Colours are used on a terminal only, unless CLICOLOR_FORCE is set to
  // something else than 0; never if NO_COLOR is set to anything.
  [[nodiscard]] static Terminal of_output();

  // `text` with the signs that make it look so.
  [[nodiscard]] std::string styled(std::string_view text, Style style) const;
};

// How many columns `text` takes, which is UTF-8 without control characters.
[[nodiscard]] std::size_t columns_of(std::string_view text);

// The beginning of `text` with "…" if it takes more than `columns`, which are at least 1.
[[nodiscard]] std::string cut_to(std::string_view text, std::size_t columns);

}  // namespace patchbay::app
