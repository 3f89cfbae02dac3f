// The pieces of SQL that a source file holds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace patchbay::store {

// The string literals of C++ text in which SQL speaks ("SELECT id FROM customers WHERE "), those
// that stand behind one another put together; without comments, without what is run once as a
// script (raw strings, and whatever creates), and without white space at their ends.
[[nodiscard]] std::vector<std::string> sql_in(std::string_view source);

}  // namespace patchbay::store
