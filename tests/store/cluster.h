// The private PostgreSQL cluster of a test program: started when it is first asked for, gone with
// the program.
#pragma once

#include <string>

namespace patchbay::store {

// The address of an empty schema called `name`, or of what was kept there before.
[[nodiscard]] std::string database_called(const std::string& name);
// Drops it. What hundreds of them leave behind makes the next ones slow.
void drop_database(const std::string& name);
// What a query answers in its first column, as text.
std::string ask_database(const std::string& url, const std::string& sql);

}  // namespace patchbay::store
