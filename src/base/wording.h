// Numbers as words of a sentence: counts with their nouns, and what a whole number may be.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace patchbay {

// The number and its noun: "1 entry", "2 entries". `many` is the plural of `one` where it is more
// than `one` and an s.
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view one,
                                  std::string_view many = {});

// "a whole number from 1 to 9"; where only one number is allowed, that number: "0".
[[nodiscard]] std::string whole_from_to(std::int64_t min, std::int64_t max);

}  // namespace patchbay
