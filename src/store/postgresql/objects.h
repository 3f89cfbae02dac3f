// What a PostgreSQL database holds beside rows, read from its metadata cache.
#pragma once

#include <string_view>

namespace patchbay::store::postgresql {

// Gives name and definition of each object in the schema where `meta` is found, or would be made:
// relations, columns, constraints, triggers, rules, policies, functions, types, operators and
// inheritance. What belongs to an extension is left out.
extern const std::string_view kObjects;

}  // namespace patchbay::store::postgresql
