// JSON text of values and differences as stores keep it. It uses canonical names, so that any JSON
// reader can read it.
//
// {"name":"Volvo","credit":"12.50","card_number":{"sealed":"…","tail":"1234"},
//  "addresses":{"<uuid>":{"ordinal":1,"street":"…"}}}
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "record/history/entry.h"
#include "record/value/record.h"

namespace patchbay {

// Conversion of values. An error names what cannot be read; it means that the stored text was not
// written by this version.
[[nodiscard]] std::string encode(const Values& values);
[[nodiscard]] std::expected<Values, std::string> decode_values(std::string_view text);

// Conversion of differences: [["name","before","after","bond"], …]. A missing side is null. The
// bond is Base64 and is left out if empty.
[[nodiscard]] std::string encode(const Differences& differences);
[[nodiscard]] std::expected<Differences, std::string> decode_differences(std::string_view text);

// Conversion of the differences of an entry as its row keeps them. Those that follow from a seed
// (record/history/chain.h) are written as values, with Base64 of the seed under an empty key:
// {"":"…","name":"Volvo"}. All others are written as a list.
[[nodiscard]] std::string encode_differences(const Entry& entry);
// The same, if the values after the entry are those that its differences set, as for a new
// customer. `values` is encode() of them.
[[nodiscard]] std::string encode_differences(const Entry& entry, std::string_view values);
// Sets differences and seed of `entry`, or returns what cannot be read. decode_differences() reads
// both forms too.
[[nodiscard]] std::expected<void, std::string> decode_differences(std::string_view text,
                                                                  Entry& entry);

// Conversion of one value.
[[nodiscard]] std::string encode_value(const Value& value);

// A list of texts: ["a","b"].
[[nodiscard]] std::string encode(const std::vector<std::string>& texts);
[[nodiscard]] std::expected<std::vector<std::string>, std::string> decode_texts(
    std::string_view text);

// A list of whole numbers: [-3,12]. The reader returns texts in the list separately.
[[nodiscard]] std::string encode(const std::vector<std::int64_t>& numbers);
struct NumbersAndTexts {
  std::vector<std::int64_t> numbers;
  std::vector<std::string> texts;
};
[[nodiscard]] std::expected<NumbersAndTexts, std::string> decode_numbers_and_texts(
    std::string_view text);

}  // namespace patchbay
