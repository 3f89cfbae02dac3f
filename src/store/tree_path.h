// Where a customer stands, as text: the ids from the root down, "/1/2/101/". What lies below a
// customer is what begins with its path.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "record/value/ids.h"

namespace patchbay::store {

// The path of `id` below the customer with path `parent`; an empty parent is above every root.
[[nodiscard]] std::string path_below(std::string_view parent, CustomerId id);

// From the customer itself up to the root.
[[nodiscard]] std::vector<CustomerId> lineage_of(std::string_view path);

// The direct child of the root that `path` leads through, or the root itself.
[[nodiscard]] CustomerId enterprise_of(std::string_view path);

// Paths below `path` are greater than it and less than this, byte by byte.
[[nodiscard]] std::string end_of_subtree(std::string_view path);

}  // namespace patchbay::store
