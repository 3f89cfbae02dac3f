// Paths of customers in the tree: the ids from the root down, "/1/2/101/". The paths of all
// customers below a customer begin with its path.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "record/value/ids.h"

namespace patchbay::store {

// Returns the path of `id` below the path `parent`; an empty parent stands above all roots.
[[nodiscard]] std::string path_below(std::string_view parent, CustomerId id);

// Returns the ids from the customer itself up to the root.
[[nodiscard]] std::vector<CustomerId> lineage_of(std::string_view path);

// Returns the ancestor directly below the root, or the root itself.
[[nodiscard]] CustomerId enterprise_of(std::string_view path);

// Whether the path is that of a root: "/1/".
[[nodiscard]] bool is_root(std::string_view path);

// Returns the upper bound of paths below `path`: they are greater than `path` and less than this,
// byte by byte.
[[nodiscard]] std::string end_of_subtree(std::string_view path);

}  // namespace patchbay::store
