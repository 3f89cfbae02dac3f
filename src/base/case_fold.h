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

// `text` in Unicode's normalisation form C; as it is where it is no valid UTF-8.
[[nodiscard]] std::string composed(std::string_view text);

// `text` as it is compared where neither case nor Unicode form count (NFKC_Casefold): "Bob" and
// "BOB" are one, and so are both spellings of "josé"; "jose" is another. Valid UTF-8.
[[nodiscard]] std::string caseless(std::string_view text);

// The words of a folded text, in order: what lies between Unicode's word boundaries, cut at all
// that is neither letter, mark nor number. At most `max` of them.
[[nodiscard]] std::vector<std::string> words_in(std::string_view folded, std::size_t max);

}  // namespace patchbay
