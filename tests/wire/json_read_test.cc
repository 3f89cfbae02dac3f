// Reading JSON: what is accepted and how, what is refused, where and why.
#include <string>

#include <gtest/gtest.h>

#include "describe.h"
#include "wire/json.h"

namespace patchbay::wire::json {
namespace {

struct Case {
  std::string_view text;
  std::string_view want;
};

TEST(JsonRead, KeepsEveryNumberAsItIsWritten) {
  for (const std::string_view number :
       {"0", "-0", "0.0", "-0.00", "1.10", "19.990", "1e5", "1E+05", "2.50e-7", "1e999999999",
        "1e99999999999999999999", "123456789012345678901234567890", "-9223372036854775809",
        "0.1000000000000000055511151231257827"}) {
    const auto tree = parse(number);
    ASSERT_TRUE(tree && tree->number()) << number;
    EXPECT_EQ(tree->number()->text, number);
  }
}

TEST(JsonRead, ReadsEscapesAndKeepsOrder) {
  for (const auto& [text, want] : std::initializer_list<Case>{
           {R"(" \" \\ \/ \b \f \n \r \t ")", R"(" \" \\ / \b \f \n \r \t ")"},
           {R"("\u00e9\uD83D\uDE97\ud83d\ude97")", "\"é\U0001F697\U0001F697\""},
           {R"("\u0001\u001F\u007f")", "\"\\u0001\\u001f\x7F\""},
           {"\"\u2028\uFFFF\"", "\"\u2028\uFFFF\""},
           {" { \"b\" : [ ] ,\t\"a\"\r\n: { } } ", R"({"b":[],"a":{}})"},
           {R"({"":null,"true":true,"false":false})", R"({"":null,"true":true,"false":false})"}})
    EXPECT_EQ(describe(parse(text)), want) << text;
}

TEST(JsonRead, SaysWhatIsWrong) {
  for (const auto& [text, want] : std::initializer_list<Case>{
           {"", "refused: expected a value"},
           {"nul", "refused: expected a value"},
           {"True", "refused: expected a value"},
           {"NaN", "refused: expected a value"},
           {"+1", "refused: expected a value"},
           {".5", "refused: expected a value"},
           {"-", "refused: expected a digit after '-'"},
           {"1.", "refused: expected a digit after the decimal point"},
           {"1e", "refused: expected a digit in the exponent"},
           {"1e+", "refused: expected a digit in the exponent"},
           {"01", "refused: text after the end of the document"},
           {"{} {}", "refused: text after the end of the document"},
           {"\"a", "refused: a string without its closing quote"},
           {"\"a\\", "refused: an unknown escape in a string"},
           {R"("\x")", "refused: an unknown escape in a string"},
           {R"("\u12g4")", "refused: expected four hexadecimal digits"},
           {"\"a\nb\"", "refused: a control character in a string"},
           {"{a:1}", "refused: expected a key in quotes"},
           {R"({"a":1,})", "refused: expected a key in quotes"},
           {R"({"a" 1})", "refused at a: expected ':' after a key"},
           {R"({"a":1 "b":2})", "refused: expected ',' or '}'"},
           {"[1 2]", "refused: expected ',' or ']'"},
           {"[1,]", "refused at [1]: expected a value"},
           {"[", "refused at [0]: expected a value"},
           {"// no\n1", "refused: expected a value"},
           {"\xEF\xBB\xBF{}", "refused: a byte order mark before the document"}})
    EXPECT_EQ(describe(parse(text)), want) << text;
}

TEST(JsonRead, SaysWhere) {
  for (const auto& [text, want] : std::initializer_list<Case>{
           {R"({"address":[{"title":1,"title":1}]})",
            "refused at address[0].title: the same key twice in one object"},
           {R"({"a":1,"b":{"\u0061":1,"a":2}})",
            "refused at b.a: the same key twice in one object"},
           {R"([[],[0,{"x":[tru]}]])", "refused at [1][1].x[0]: expected a value"},
           {R"({"a":{"b":"\ud800"}})", "refused at a.b: a surrogate without its partner"}})
    EXPECT_EQ(describe(parse(text)), want) << text;
}

TEST(JsonRead, TellsTheByteAtWhichItStopped) {
  struct Stop {
    std::string_view text;
    std::size_t want;
  };
  for (const auto& [text, want] : std::initializer_list<Stop>{
           {R"({"a": 1, "b": x})", 14},
           {"\xEF\xBB\xBF{}", 3},
           {"[1, tru]", 4},
           {"[1, -x]", 5},
           {"[1, 1.x]", 6},
           {"[1 x]", 3},
           {"{ \"a\" x}", 6},
           {"{ \"a\": 1 x}", 9},
           {"{ x}", 2},
           {"[] \n x", 5},
           {"[[[ [", 4},
           {"[1,2,3,4,5, 6]", 12},
           {"\"ab\\x\"", 4},
           {"\"ab\\u12g4\"", 7},
           {"\"ab\\u0000\"", 9},
           {"\"ab\\ud800\"", 9},
           {"\"ab\nc\"", 3},
           {"\"abc", 4},
           // The first byte that is not UTF-8, with and without escapes beside it, at every length.
           {"\"\xFF\"", 1},
           {"\"abc\xFFghijkl\"", 4},
           {"\"\u00E9bc\xC3(hi\xFFjkl\"", 5},
           {"\"abcdefghijkl\xE2\x82\"", 13},
           {"\"a\\n\xED\xA0\x80 and more\"", 4},
           {"\"\xC0\xAF\\n\"", 1},
           {"{\"abc\xF4\x90\x80\x80\":1}", 5},
           {"{\"ab\\n\xFE\":1}", 6}}) {
    const auto answer = parse(text, {.depth_max = 3, .nodes_max = 6});
    ASSERT_FALSE(answer) << text;
    EXPECT_EQ(answer.error().offset, want) << text;
  }
}

TEST(JsonRead, RefusesTextThatIsNotUnicode) {
  for (const std::string_view inside :
       {"\\ud800", "\\udc00", "\\ud800\\ud800", "\\ud800\\n", "\\ud800\\u0041", "\\ud800x"})
    EXPECT_EQ(describe(parse("\"" + std::string(inside) + "\"")),
              "refused: a surrogate without its partner");
  for (const std::string_view inside :
       {"\xFF", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC3"})
    EXPECT_EQ(describe(parse("\"" + std::string(inside) + "\"")),
              "refused: a string that is not UTF-8");
  EXPECT_EQ(describe(parse(R"({"a\u0000":1})")), "refused: U+0000 in a string");
  using namespace std::string_view_literals;
  EXPECT_EQ(describe(parse("\"\0\""sv)), "refused: a control character in a string");
  EXPECT_EQ(describe(parse("1\0"sv)), "refused: text after the end of the document");
  EXPECT_EQ(describe(parse("{\"a\":\xFF}")), "refused at a: expected a value");
}

TEST(JsonRead, KeepsItsBounds) {
  constexpr Bounds kSmall = {.depth_max = 3, .nodes_max = 6};
  EXPECT_EQ(describe(parse("[[[1]]]", kSmall)), "[[[1]]]");
  EXPECT_EQ(describe(parse("[[[[]]]]", kSmall)), "refused at [0][0][0]: nested too deeply");
  EXPECT_EQ(describe(parse(R"({"a":{"b":{"c":{}}}})", kSmall)),
            "refused at a.b.c: nested too deeply");
  EXPECT_EQ(describe(parse("[1,2,3,4,5]", kSmall)), "[1,2,3,4,5]");
  EXPECT_EQ(describe(parse("[1,2,3,4,5,6]", kSmall)), "refused at [5]: too many values");
  EXPECT_FALSE(parse(std::string(1'000'000, '[')));
}

}  // namespace
}  // namespace patchbay::wire::json
