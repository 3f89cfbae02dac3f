// Numbers in sentences: counts with their nouns, and ranges of whole numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace patchbay {

// Returns the number and its noun: "1 entry", "2 entries". `many` is the plural of `one`; empty:
// `one` with an s.
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view one,
                                  std::string_view many = {});

// Returns "a whole number from 1 to 9", or the number if only one is allowed: "0".
[[nodiscard]] std::string whole_from_to(std::int64_t min, std::int64_t max);

}  // namespace patchbay
