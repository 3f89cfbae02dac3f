// Search terms: the words that a customer is found by. Each word of a text is a term ("trading").
// The whole value of an indexed field is a term with its key as prefix ("/external_id/a-17"). A
// telephone number has its digits reversed ("/telephone/000064970244"), so that numbers with the
// same ending sort together.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "record/lens/lens.h"

namespace patchbay {

inline constexpr std::size_t kWordsMax = 500;     // words of a record; later words are ignored
inline constexpr std::size_t kKeyBytesMax = 512;  // bytes of a value in a term with a key; the rest
                                                  // is ignored
inline constexpr std::size_t kEndDigitsMin = 4;   // minimum digits to search for the end of a
                                                  // telephone number

// Returns all terms of a record with these values, sorted and without duplicates. Terms with a key
// are never dropped.
[[nodiscard]] std::vector<std::string> search_terms_of(const Values& values);

// The terms that a change of values removes and adds; both sorted and without duplicates.
struct TermChange {
  std::vector<std::string> removed;
  std::vector<std::string> added;
  bool operator==(const TermChange&) const = default;
};

// Returns what `differences`, which lead to the values `after`, change in search_terms_of().
[[nodiscard]] TermChange search_term_change(const Values& after, const Differences& differences);

// Returns `from` without what is in `taken`; all three are sorted and without duplicates.
[[nodiscard]] std::vector<std::string> terms_without(const std::vector<std::string>& from,
                                                     const std::vector<std::string>& taken);

// Whether a change of this field can change the terms.
[[nodiscard]] bool affects_search_terms(Field field);

// Returns the key of the terms of `field`: its name, or "email" or "telephone" for all fields of
// that kind; empty if it has none.
[[nodiscard]] std::string_view search_key(Field field);

// The fields that have a key. Only the first of several fields that share a key is included.
[[nodiscard]] std::span<const Field> key_fields();

// Returns the term of the whole `value` of `field`; nothing if the field has no key or the value
// has no searchable content.
[[nodiscard]] std::optional<std::string> key_term(Field field, std::string_view value);

// Returns the beginning that all terms of telephone numbers with this ending share; nothing if
// `text` has fewer than kEndDigitsMin digits.
[[nodiscard]] std::optional<std::string> telephone_end(std::string_view text);

// Returns the terms with a key of values that `differences` removed from a path, sorted and without
// duplicates. A value that moved to another path is included. Erased values are not.
[[nodiscard]] std::vector<std::string> former_search_terms(const Differences& differences);

// Returns a term that every record has for which `target` shows `value`; nothing if there is none.
[[nodiscard]] std::optional<std::string> term_of(const Target& target,
                                                 const std::optional<Value>& value);

}  // namespace patchbay
