// What a customer is found by: its terms. A word of its texts is a term as it is ("trading"), the
// whole of an indexed value is one under its key ("/external_id/a-17"). A telephone number stands
// under its key with its last digit first ("/telephone/000064970244"), so that all numbers with one
// end stand together.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "record/lens/lens.h"

namespace patchbay {

inline constexpr std::size_t kWordsMax = 500;     // of a record: later ones do not count
inline constexpr std::size_t kKeyBytesMax = 512;  // of a value under its key: what follows does not
inline constexpr std::size_t kEndDigitsMin = 6;   // of the end of a telephone number

// Every term of a record with these values, each once, sorted. Keys are never left out.
[[nodiscard]] std::vector<std::string> search_terms_of(const Values& values);

// Whether a change of this field can change the terms.
[[nodiscard]] bool affects_search_terms(Field field);

// The key under which values of `field` are found: its name, or "email" or "telephone" for all
// fields that hold such; empty where it has none.
[[nodiscard]] std::string_view search_key(Field field);

// The fields with keys of their own, and one of each kind that share one.
[[nodiscard]] std::span<const Field> key_fields();

// The term of the whole `value` of `field`; nothing where it has no key, or the value nothing that
// could be found.
[[nodiscard]] std::optional<std::string> key_term(Field field, std::string_view value);

// The beginning of the terms of all telephone numbers that end with these digits; nothing where
// `text` holds fewer than kEndDigitsMin.
[[nodiscard]] std::optional<std::string> telephone_end(std::string_view text);

// The terms of telephone numbers that `differences` took from where they stood, each once, sorted.
// A number that only moved to another path is among them. Erased values are not.
[[nodiscard]] std::vector<std::string> former_search_terms(const Differences& differences);

// A term that every record has of which `target` shows `value`; nothing where there is none.
[[nodiscard]] std::optional<std::string> term_of(const Target& target,
                                                 const std::optional<Value>& value);

}  // namespace patchbay
