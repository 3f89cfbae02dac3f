// Text as a search sees it: without case, accents and width, and cut into words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace patchbay {

inline constexpr std::size_t kWordMax = 32;  // code points: of a longer word the first ones count

// `text`, valid UTF-8, with compatibility forms unified, case folded and accents taken off: "José",
// "JOSE" and "Ｊｏｓé" are "jose", "Straße" is "strasse". Vowel signs of scripts that need them
// stay.
[[nodiscard]] std::string fold(std::string_view text);

// The words of a folded text, in order: what lies between Unicode's word boundaries, cut at all
// that is neither letter, mark nor number. At most `max` of them.
[[nodiscard]] std::vector<std::string> words_in(std::string_view folded, std::size_t max);

}  // namespace patchbay
