// Describes where reading stopped, in lines and columns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/parse_error.h"

namespace patchbay::wire {

// "line 3, column 14" for the byte at `offset` of `text`. Both count from 1; columns count
// characters. An offset past the end means the end.
[[nodiscard]] std::string line_and_column(std::string_view text, std::size_t offset);

// "character 14" for a text of one line, such as a query or a form. Counts from 1.
[[nodiscard]] std::string character_at(std::string_view text, std::size_t offset);

// " at address[0].title, line 3, column 14" for an error in `text`. The path is left out if it is
// empty.
[[nodiscard]] std::string describe_location(const ParseError& parse_error, std::string_view text);

}  // namespace patchbay::wire
