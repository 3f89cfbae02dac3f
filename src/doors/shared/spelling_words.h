// The words of a choice: a door's and the record's, side by side.
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
// Every pair of `takes.words`, in their order.
[[nodiscard]] std::vector<WordPair> word_pairs(const ValueFormat& format);

// The record's word for the door's, or nothing; and the other way.
[[nodiscard]] std::optional<std::string_view> record_word(const ValueFormat& format,
                                                          std::string_view door_word);
[[nodiscard]] std::optional<std::string_view> door_word(const ValueFormat& format,
                                                        std::string_view record_word);

// "must be …", and of a choice also the word that is nearest to the one that was given.
[[nodiscard]] std::string allowed_near(const ValueFormat& format, std::string_view given);

}  // namespace patchbay::doors
