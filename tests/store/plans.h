// What engines say of how they would go about a statement, and what of that is too much.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace patchbay::store {

// The steps of the plan that are too much, in the engine's own words ("SCAN customers"). Throws
// std::runtime_error where the statement cannot be explained.
//
// Of SQLite: what goes through all of something, sorts, or builds an index for itself; in the
// database `file`, whose statistics are what they are in use: none.
[[nodiscard]] std::vector<std::string> excesses_in_sqlite(const std::filesystem::path& file,
                                                          const std::string& sql);
// Of PostgreSQL: what goes through a whole table where every other way is preferred, as by the
// connections that write; of the plan for any arguments.
[[nodiscard]] std::vector<std::string> excesses_in_postgresql(const std::string& url,
                                                              const std::string& sql);

}  // namespace patchbay::store
