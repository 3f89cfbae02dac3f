// The words of a choice: the door's and the record's, as pairs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doors/shared/spelling.h"

namespace patchbay::doors {

struct WordPair {
  std::string_view door;
  std::string_view record;
};
// Every pair of `format.words`, in their order.
[[nodiscard]] std::vector<WordPair> word_pairs(const ValueFormat& format);

// The record's word for the door's word, or nothing; and the reverse.
[[nodiscard]] std::optional<std::string_view> record_word(const ValueFormat& format,
                                                          std::string_view door_word);
[[nodiscard]] std::optional<std::string_view> door_word(const ValueFormat& format,
                                                        std::string_view record_word);

// "must be …"; for a choice also the word nearest to the given one.
[[nodiscard]] std::string allowed_near(const ValueFormat& format, std::string_view given);

}  // namespace patchbay::doors
