// Where reading stopped, as people count it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/parse_error.h"

namespace patchbay::wire {

// "line 3, column 14" of the byte at `offset` of `text`: both count from 1, columns in characters.
// What lies past the end is the end.
[[nodiscard]] std::string line_and_column(std::string_view text, std::size_t offset);

// "character 14" of a text of one line, as a query or a form is; counts from 1.
[[nodiscard]] std::string character_at(std::string_view text, std::size_t offset);

// " at address[0].title, line 3, column 14" for what a reader of `text` complains of; without the
// path where there is none.
[[nodiscard]] std::string describe_location(const ParseError& parse_error, std::string_view text);

}  // namespace patchbay::wire
