// Documents written from the tables: what the doors take, every Choice, every field.
#pragma once

#include <string>

namespace patchbay::app {

// docs/compatibility.md: the Choices with their settings, and every spelling of every door.
[[nodiscard]] std::string compatibility_page();
// docs/fields.md: the canonical record.
[[nodiscard]] std::string fields_page();

}  // namespace patchbay::app
