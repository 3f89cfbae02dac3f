// Text as a search compares it: without case, accents and width, and split into words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace patchbay {

inline constexpr std::size_t kWordMax = 32;  // code points; the rest of a longer word is ignored

// Returns `text` (valid UTF-8) with compatibility forms unified, case folded and accents removed:
// "José", "JOSE" and "Ｊｏｓé" give "jose", "Straße" gives "strasse". Vowel signs of scripts that
// need them are kept.
[[nodiscard]] std::string fold(std::string_view text);

// Returns `text` in Unicode normalisation form C; unchanged if it is not valid UTF-8.
[[nodiscard]] std::string composed(std::string_view text);

// Returns `text` (valid UTF-8) in the form for comparisons that ignore case and Unicode form
// (NFKC_Casefold): "Bob" equals "BOB", both spellings of "josé" are equal, "jose" is different.
[[nodiscard]] std::string caseless(std::string_view text);

// Returns the words of a folded text in order, at most `max`: the parts between Unicode's word
// boundaries, split at characters that are not letters, marks or numbers.
[[nodiscard]] std::vector<std::string> words_in(std::string_view folded, std::size_t max);
// Appends them to `out`.
void append_words(std::string_view folded, std::size_t max, std::vector<std::string>& out);

}  // namespace patchbay
