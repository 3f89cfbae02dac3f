// The examples of the API's description, by schema, for people to copy.
#pragma once

#include <string_view>

#include "wire/tree.h"

namespace patchbay::doors::native {

// The example of the schema of this name; null if it has none.
[[nodiscard]] const wire::Tree* example_of(std::string_view schema);

// Every example by the name of its schema, as the document holds it.
[[nodiscard]] wire::Object all_examples();

// The example of a refusal with this status.
[[nodiscard]] wire::Tree problem_example(int status);

}  // namespace patchbay::doors::native
