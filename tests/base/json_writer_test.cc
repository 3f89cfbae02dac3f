// Tokens of JSON as they are written, and that they read as they were.
#include "base/json_writer.h"

#include <limits>

#include <gtest/gtest.h>

#include "base/json_scanner.h"

namespace patchbay {
namespace {

std::string written(std::string_view text, JsonEscapes escapes) {
  std::string out = "[";
  append_json_text(out, text, escapes);
  return out.substr(1);
}

TEST(JsonWriter, EscapesWhatItMust) {
  constexpr std::string_view kText = "a\"b\\c/\b\f\n\r\t\x01\x1F\x7F\u00E9\u2028<>";
  EXPECT_EQ(written(kText, JsonEscapes::letters),
            "\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0001\\u001f\x7F\u00E9\u2028<>\"");
  EXPECT_EQ(written(kText, JsonEscapes::numbers),
            "\"a\\\"b\\\\c/\\u0008\\u000c\\u000a\\u000d\\u0009\\u0001\\u001f\x7F\u00E9\u2028<>\"");
  EXPECT_EQ(written("", JsonEscapes::letters), "\"\"");
}

TEST(JsonWriter, EveryByteReadsBackAtEveryPlace) {
  for (unsigned byte = 0; byte < 128; ++byte) {
    for (std::size_t at = 0; at < 20; ++at) {
      std::string text(20, 'a');
      text[at] = static_cast<char>(byte);
      for (const JsonEscapes escapes : {JsonEscapes::letters, JsonEscapes::numbers}) {
        const std::string json = written(text, escapes);
        JsonScanner scan(json, JsonNul::accepted);
        std::string again;
        ASSERT_TRUE(scan.text(again) && scan.at_end()) << json;
        ASSERT_EQ(again, text);
      }
    }
  }
}

TEST(JsonWriter, WritesWholeNumbers) {
  std::string out;
  using Limits = std::numeric_limits<std::int64_t>;
  for (const std::int64_t number :
       {Limits::min(), std::int64_t{-7}, std::int64_t{0}, Limits::max()})
    append_json_whole(out += ' ', number);
  EXPECT_EQ(out, " -9223372036854775808 -7 0 9223372036854775807");
}

}  // namespace
}  // namespace patchbay
