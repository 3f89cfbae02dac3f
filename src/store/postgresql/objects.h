// Objects of a PostgreSQL database other than rows, read from its catalogs.
#pragma once

#include <string_view>

namespace patchbay::store::postgresql {

// Query for name and definition of each object in the schema where `meta` is or would be created:
// relations, columns, constraints, triggers, rules, policies, functions, types, operators and
// inheritance. Objects of extensions are left out.
extern const std::string_view kObjects;

}  // namespace patchbay::store::postgresql
