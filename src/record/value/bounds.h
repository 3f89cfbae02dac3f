// Bounds of a whole record, in addition to those of each field.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "record/lens/lens.h"

namespace patchbay {

inline constexpr std::size_t kAddressesMax = 200;
inline constexpr std::size_t kContactsMax = 200;
inline constexpr std::size_t kRecordBytesMax = 256 * 1024;

[[nodiscard]] constexpr std::size_t parts_max(Section section) {
  return section == Section::address ? kAddressesMax : kContactsMax;
}

// Returns the size of values in bytes: the bytes of texts and of cells of lists, and 8 for each
// number and flag. The cost is linear in the number of values.
[[nodiscard]] std::size_t bytes_of(const Values& values);

// A bound that a record exceeds.
struct ExceededBound {
  Field field{};     // the first field of the section with too many parts
  std::string name;  // "addresses", "contacts" or "customer"
  std::string what;  // the end of a sentence that begins with the name
};

// Returns the bounds that a draft of `before` exceeds. A bound that `before` exceeded by as much or
// more is left out, so that a record that is too big can still be made smaller.
[[nodiscard]] std::vector<ExceededBound> find_exceeded_bounds(const Record& before,
                                                              const Draft& draft);

}  // namespace patchbay
