// How trees compare and how big they are.
#pragma once

#include <cstddef>

#include "wire/tree.h"

namespace patchbay::wire {

// Equality as RFC 6902, 4.6 has it: numbers by what they come to (1, 1.0 and 10e-1 are the same),
// objects whatever the order of their members.
[[nodiscard]] bool same_value(const Tree& one, const Tree& other);

struct TreeSize {
  std::size_t nodes = 0;  // itself and everything in it
  std::size_t depth = 0;  // of a leaf: 1
};
[[nodiscard]] TreeSize size_of_tree(const Tree& tree);

}  // namespace patchbay::wire
