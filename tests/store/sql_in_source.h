// The pieces of SQL in a source file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace patchbay::store {

// Returns the string literals of C++ text that contain SQL ("SELECT id FROM customers WHERE "),
// with adjacent ones joined and white space at the ends removed. Leaves out comments and SQL that
// runs once as a script (raw strings and CREATE statements).
[[nodiscard]] std::vector<std::string> sql_in(std::string_view source);

}  // namespace patchbay::store
