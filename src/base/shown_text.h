// Text as it may go to a terminal or into a message: what would steer the terminal is written
// out.
#pragma once

#include <string>
#include <string_view>

namespace patchbay {

// `text` on one line, in UTF-8. Control characters, line separators, and marks that change the
// direction of what follows are written as \n, \t or \u001b; bytes that are not UTF-8 as \x9b.
[[nodiscard]] std::string on_one_line(std::string_view text);

// The same, but for line feeds and tabs, which stay.
[[nodiscard]] std::string on_lines(std::string_view text);

}  // namespace patchbay
