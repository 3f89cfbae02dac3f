// Values and differences as the text that stores keep: JSON by canonical names, open to any reader.
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

// The error says what cannot be read; it means that the store holds what this version did not
// write.
[[nodiscard]] std::string encode(const Values& values);
[[nodiscard]] std::expected<Values, std::string> decode_values(std::string_view text);

// [["name","before","after","bond"], …] with null for nothing; the bond, in Base64, where there is
// one.
[[nodiscard]] std::string encode(const Differences& differences);
[[nodiscard]] std::expected<Differences, std::string> decode_differences(std::string_view text);

// One value of them.
[[nodiscard]] std::string encode_value(const Value& value);

// A list of texts: ["a","b"].
[[nodiscard]] std::string encode(const std::vector<std::string>& texts);
[[nodiscard]] std::expected<std::vector<std::string>, std::string> decode_texts(
    std::string_view text);

// A list of whole numbers: [-3,12]. Read back, texts among them stand apart.
[[nodiscard]] std::string encode(const std::vector<std::int64_t>& numbers);
struct NumbersAndTexts {
  std::vector<std::int64_t> numbers;
  std::vector<std::string> texts;
};
[[nodiscard]] std::expected<NumbersAndTexts, std::string> decode_numbers_and_texts(
    std::string_view text);

}  // namespace patchbay
