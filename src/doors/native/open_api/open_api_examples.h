// The examples of the API's description, by schema: what people copy.
#pragma once

#include <string_view>

#include "wire/tree.h"

namespace patchbay::doors::native {

// A value of the schema of this name; nothing where it has none.
[[nodiscard]] const wire::Tree* example_of(std::string_view schema);

// Every one as the document holds it, by the name of its schema.
[[nodiscard]] wire::Object all_examples();

// The refusal of a request with this status.
[[nodiscard]] wire::Tree problem_example(int status);

}  // namespace patchbay::doors::native
