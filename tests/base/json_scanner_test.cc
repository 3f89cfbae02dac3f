// Tokens of JSON: what is read, what is wrong with the others, and at which byte.
#include "base/json_scanner.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace patchbay {
namespace {

// The rest of the text after the token, or the problem and its byte.
std::string rest(const JsonScanner& scan, std::string_view text, bool read) {
  if (read) return ", then [" + std::string(text.substr(scan.offset())) + ']';
  return std::string(scan.problem()) + " at " + std::to_string(scan.offset());
}

std::string text_in(std::string_view json, JsonNul nul = JsonNul::refused) {
  JsonScanner scan(json, nul);
  std::string out = "what was there before";
  const bool read = scan.text(out);
  return (read ? out : "") + rest(scan, json, read);
}

std::string key_in(std::string_view json, JsonNul nul = JsonNul::refused) {
  JsonScanner scan(json, nul);
  std::string_view out;
  const bool read = scan.key(out);
  return (read ? std::string(out) : "") + rest(scan, json, read);
}

std::string number_in(std::string_view json) {
  JsonScanner scan(json, JsonNul::refused);
  const std::string out(scan.number());
  return out + rest(scan, json, !out.empty());
}

struct Case {
  std::string_view json;
  std::string_view want;
};

TEST(JsonScanner, ReadsTextsAndKeysAlike) {
  for (const auto& [json, want] : std::initializer_list<Case>{
           {R"("")", ", then []"},
           {R"( "a" : 1)", "a, then [ : 1]"},
           {R"("a longer text with more than eight bytes",2)",
            "a longer text with more than eight bytes, then [,2]"},
           {R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t, then []"},
           {R"("a\u00e9\uD83D\ude97z")", "a\u00E9\U0001F697z, then []"},
           {"\"\u00E9\u20AC\U0001F600 \\u0001\"", "\u00E9\u20AC\U0001F600 \x01, then []"},
           {"\"\x7F\"", "\x7F, then []"},
           {"x", "expected a string at 0"},
           {"", "expected a string at 0"},
           {"\"", "a string without its closing quote at 1"},
           {"\"abcdefghijk", "a string without its closing quote at 12"},
           {"\"abcdefghi\x1F\"", "a control character in a string at 10"},
           {R"("a\)", "an unknown escape in a string at 3"},
           {R"("a\U0041")", "an unknown escape in a string at 3"},
           {R"("\u)", "expected four hexadecimal digits at 3"},
           {R"("\u004)", "expected four hexadecimal digits at 6"},
           {R"("\u-041")", "expected four hexadecimal digits at 3"},
           {R"("\u0x41")", "expected four hexadecimal digits at 4"},
           {R"("\ud83d\u12")", "expected four hexadecimal digits at 11"},
           {R"("\ude97")", "a surrogate without its partner at 7"},
           {R"("\ud83d ")", "a surrogate without its partner at 7"},
           {R"("\ud83d\n")", "a surrogate without its partner at 7"},
           {R"("\ud83d\ud83d")", "a surrogate without its partner at 13"},
           {"\"abc\xFF\"", "a string that is not UTF-8 at 4"},
           {"\"abc\\n\xC3\\n\"", "a string that is not UTF-8 at 6"},
           // Syntax is checked first, as it says where the string ends.
           {"\"\xFF\\x\"", "an unknown escape in a string at 3"}}) {
    EXPECT_EQ(text_in(json), want) << json;
    EXPECT_EQ(key_in(json), want) << json;
  }
}

TEST(JsonScanner, AcceptsNulOnlyIfAsked) {
  const std::string nul("a\0", 2);
  EXPECT_EQ(text_in(R"("a\u0000")", JsonNul::accepted), nul + ", then []");
  EXPECT_EQ(key_in(R"("a\u0000")", JsonNul::accepted), nul + ", then []");
  EXPECT_EQ(text_in(R"("a\u0000")"), "U+0000 in a string at 8");
  EXPECT_EQ(key_in(R"("a\u0000")"), "U+0000 in a string at 8");
  for (const JsonNul each : {JsonNul::accepted, JsonNul::refused})
    EXPECT_EQ(text_in('"' + nul + '"', each), "a control character in a string at 2");
}

TEST(JsonScanner, ReadsNumbersAsTheyAreWritten) {
  for (const auto& [json, want] :
       std::initializer_list<Case>{{"0", "0, then []"},
                                   {" -0.00 ", "-0.00, then [ ]"},
                                   {"01", "0, then [1]"},
                                   {"1e99999999999999999999,", "1e99999999999999999999, then [,]"},
                                   {"12.50E+07]", "12.50E+07, then []]"},
                                   {"1e-2", "1e-2, then []"},
                                   {"", "expected a value at 0"},
                                   {"+1", "expected a value at 0"},
                                   {".5", "expected a value at 0"},
                                   {"-", "expected a digit after '-' at 1"},
                                   {"1.", "expected a digit after the decimal point at 2"},
                                   {"1e", "expected a digit in the exponent at 2"},
                                   {"1e+-1", "expected a digit in the exponent at 3"}})
    EXPECT_EQ(number_in(json), want) << json;
}

// The run is found eight bytes at a time, so that every byte is tried at every place.
TEST(JsonPlainRun, EndsAtEachByteThatMustBeEscaped) {
  for (unsigned byte = 0; byte < 256; ++byte) {
    const bool is_plain = byte >= 0x20 && byte != '"' && byte != '\\';
    for (std::size_t at = 0; at < 20; ++at) {
      for (const char filler : {'a', ' ', '!', '#', '[', ']', '\x7F', '\xC3', '\x80', '\xFF'}) {
        std::string text(20, filler);
        text[at] = static_cast<char>(byte);
        const JsonPlainRun run = json_plain_run(text);
        ASSERT_EQ(run.length, is_plain ? text.size() : at) << byte << ' ' << at;
        const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
        const std::string_view plain = std::string_view(text).substr(0, run.length);
        ASSERT_EQ(run.is_ascii, std::ranges::all_of(plain, is_ascii)) << byte << ' ' << at;
      }
    }
  }
  EXPECT_EQ(json_plain_run("").length, 0U);
}

}  // namespace
}  // namespace patchbay
