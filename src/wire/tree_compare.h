// Comparing trees and measuring their size.
#pragma once

#include <cstddef>

#include "wire/tree.h"

namespace patchbay::wire {

// Equality as RFC 6902, section 4.6 defines it: numbers by value (1, 1.0 and 10e-1 are equal),
// objects regardless of the order of their members.
[[nodiscard]] bool same_value(const Tree& one, const Tree& other);

struct TreeSize {
  std::size_t nodes = 0;  // this node and all nodes below it
  std::size_t depth = 0;  // a leaf has depth 1
};
[[nodiscard]] TreeSize size_of_tree(const Tree& tree);

}  // namespace patchbay::wire
