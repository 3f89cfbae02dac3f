// A private PostgreSQL cluster for a test program. It starts on first use and stops with the
// program.
#pragma once

#include <string>

namespace patchbay::store {

// Returns the URL of an empty schema called `name`, or of the contents it had before.
[[nodiscard]] std::string database_called(const std::string& name);
// Drops the schema. Hundreds of schemas would slow down the following ones.
void drop_database(const std::string& name);
// Returns the first column of a query's result as text.
std::string ask_database(const std::string& url, const std::string& sql);

}  // namespace patchbay::store
