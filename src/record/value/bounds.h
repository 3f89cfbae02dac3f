// How much a customer may have: bounds of a whole record, beside those of each field.
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

// What values come to: the bytes of their texts and of the cells of their lists, and 8 for each
// number and flag. Takes time by the number of values.
[[nodiscard]] std::size_t bytes_of(const Values& values);

// A bound that a record is over.
struct ExceededBound {
  Field field{};     // the first of the home that has too many parts
  std::string name;  // "addresses", "contacts" or "customer"
  std::string what;  // ends a sentence that begins with the name
};

// The bounds that a draft of `before` is over. One that `before` was over by as much or more is
// left out, so that every record can be made smaller.
[[nodiscard]] std::vector<ExceededBound> find_exceeded_bounds(const Record& before,
                                                              const Draft& draft);

}  // namespace patchbay
