// Names of fields as they are typed and shown: "tax_number", "addresses/main/city".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/remote/failure.h"
#include "wire/tree.h"

namespace patchbay::app {

// The names that fields have which can be set. Fields of addresses and contacts are among them if
// `name` has a slash: those of the part that it names by its id, or of main, delivery, billing and
// primary.
[[nodiscard]] std::vector<std::string> settable_names(std::string_view name);

// The nearest of `known`; empty if none is near.
[[nodiscard]] std::string nearest_field(std::string_view name,
                                        const std::vector<std::string>& known);

// Reads names with commas between them, each of a member of a customer as the server shows it, or
// of a field of its main, delivery or billing address or primary contact.
[[nodiscard]] Answer<std::vector<std::string>> shown_fields(std::string_view names);

// What a customer as the server shows it has by such a name; empty if it has nothing.
[[nodiscard]] std::string shown_field(const wire::Tree& customer, std::string_view name);

}  // namespace patchbay::app
