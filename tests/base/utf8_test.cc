// UTF-8: well-formed or not, counted, written.
#include "base/utf8.h"

#include <algorithm>
#include <charconv>
#include <sstream>

#include <gtest/gtest.h>

#include "base/corpus.h"

namespace patchbay {
namespace {

TEST(Utf8, KnowsWellFormedBytes) {
  struct Case {
    std::string_view bytes;
    bool want;
  };
  for (const auto& [bytes, want] :
       std::initializer_list<Case>{{"", true},
                                   {"plain", true},
                                   {{"\0", 1}, true},
                                   {"\u00E9\u20AC\U0001F600", true},
                                   {"\xF4\x8F\xBF\xBF", true},   // U+10FFFF
                                   {"\xF4\x90\x80\x80", false},  // past it
                                   {"\xED\x9F\xBF", true},       // U+D7FF
                                   {"\xED\xA0\x80", false},      // a surrogate
                                   {"\xC0\x80", false},          // overlong forms
                                   {"\xC1\xBF", false},
                                   {"\xE0\x9F\xBF", false},
                                   {"\xF0\x8F\xBF\xBF", false},
                                   {"\x80", false},  // a continuation without its lead
                                   {"\xC3", false},  // a lead without its continuation
                                   {"\xE2\x82", false},
                                   {"\xF0\x9F\x98", false},
                                   {"\xC3(", false},
                                   {"\xFE", false},
                                   {"\xFF", false}})
    EXPECT_EQ(utf8::is_valid(bytes), want) << testing::PrintToString(std::string(bytes));
}

TEST(Utf8, FindsTheFirstByteThatIsNotWellFormed) {
  struct Case {
    std::string_view bytes;
    std::size_t want;
  };
  for (const auto& [bytes, want] : std::initializer_list<Case>{{"", 0},
                                                               {"a\u00E9", 3},
                                                               {"a\u00E9\xFF", 3},
                                                               {"\xC3(", 0},
                                                               {"ab\xE2\x82", 2},
                                                               {"ab\xED\xA0\x80", 2},
                                                               {"\u20AC\x80", 3}})
    EXPECT_EQ(utf8::valid_length(bytes), want) << testing::PrintToString(std::string(bytes));
}

// ASCII is read in groups of bytes, wherever another character stands.
TEST(Utf8, FindsTheFirstWrongByteBehindAnyLengthOfAscii) {
  for (std::size_t before = 0; before < 40; ++before)
    for (std::size_t after = 0; after < 20; ++after) {
      const std::string start(before, 'a');
      const std::string end(after, 'z');
      EXPECT_EQ(utf8::valid_length(start + "\xFF" + end), before);
      EXPECT_EQ(utf8::valid_length(start + "\x80" + end), before);
      const std::string good = start + "\u00E9" + end;
      EXPECT_EQ(utf8::valid_length(good), good.size());
      EXPECT_EQ(utf8::valid_length(good + "\xC3"), good.size());
    }
}

TEST(Utf8, EveryScalarValueIsWrittenWellFormedAndCountsOne) {
  for (std::uint32_t code = 0; code <= 0x10FFFF; ++code) {
    if (code >= 0xD800 && code <= 0xDFFF) continue;
    std::string bytes;
    utf8::append(bytes, code);
    ASSERT_TRUE(utf8::is_valid(bytes) && utf8::length(bytes) == 1) << code;
  }
}

TEST(Utf8, CountsCodePoints) {
  EXPECT_EQ(utf8::length(""), 0U);
  EXPECT_EQ(utf8::length("Zo\u00EB"), 3U);
  EXPECT_EQ(utf8::length("e\u0301"), 2U);  // a letter and its accent
  EXPECT_EQ(utf8::length("\U0001F468\u200D\U0001F469"), 3U);
}

std::string unhex(std::string_view digits) {
  std::string clean(digits);
  std::erase(clean, ' ');
  std::string bytes;
  for (std::size_t i = 0; i + 1 < clean.size(); i += 2) {
    unsigned byte = 0;
    std::from_chars(&clean[i], &clean[i] + 2, byte, 16);
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

// Lines are `number:valid:text`, `number:valid hex:digits` or `number:invalid hex:digits:…`.
TEST(Utf8, AgreesWithUtf8tests) {
  const auto text = corpus("utf8tests/utf8tests.txt");
  if (!text) GTEST_SKIP() << "utf8tests is not here";
  std::istringstream lines(*text);
  int seen = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    std::istringstream parts(line);
    std::string number, kind, content;
    std::getline(std::getline(std::getline(parts, number, ':'), kind, ':'), content, ':');
    const std::string bytes = kind.contains("hex") ? unhex(content) : content;
    EXPECT_EQ(utf8::is_valid(bytes), !kind.contains("invalid")) << line;
    ++seen;
  }
  EXPECT_GT(seen, 200);
}

}  // namespace
}  // namespace patchbay
