// Forms: splitting, decoding, encoding, refusing.
#include "wire/form.h"

#include <string>

#include <gtest/gtest.h>

#include "describe.h"
#include "random_tree.h"

namespace patchbay::wire::form {
namespace {

struct Case {
  std::string_view text;
  std::string_view want;
};

TEST(Form, ReadsPairs) {
  for (const auto& [text, want] :
       std::initializer_list<Case>{{"", ""},
                                   {"a", "[a=]"},
                                   {"a=", "[a=]"},
                                   {"a=1&b=2", "[a=1][b=2]"},
                                   {"&a=1&&b=2&", "[a=1][b=2]"},
                                   {"a=1&a=2", "[a=1][a=2]"},
                                   {"a==b=", "[a==b=]"},
                                   {"a=1;b=2", "[a=1;b=2]"},
                                   {"a+b=c+d%2B", "[a b=c d+]"},
                                   {"n%61me=%56olvo%20%C3%a9", "[name=Volvo é]"},
                                   {"\xEF\xBB\xBF=1", "[\uFEFF=1]"},
                                   {"a=1%26b%3D2", "[a=1&b=2]"}})
    EXPECT_EQ(describe(parse(text, Separators::ampersand)), want) << text;
}

TEST(Form, SplitsAtSemicolonsWhereAsked) {
  for (const auto& [text, want] :
       std::initializer_list<Case>{{"id=7;name=Volvo", "[id=7][name=Volvo]"},
                                   {"id=7&name=Volvo;;fax=", "[id=7][name=Volvo][fax=]"},
                                   {"name=a%3Bb", "[name=a;b]"}})
    EXPECT_EQ(describe(parse(text, Separators::ampersand_and_semicolon)), want) << text;
}

TEST(Form, RefusesWithoutQuotingAValue) {
  for (const auto& [text, want] : std::initializer_list<Case>{
           {"=x", "refused: a value without a key"},
           {"=", "refused: a value without a key"},
           {"a=%", "refused at a: a '%' without two hexadecimal digits"},
           {"a=%4", "refused at a: a '%' without two hexadecimal digits"},
           {"a=%4g", "refused at a: a '%' without two hexadecimal digits"},
           {"a=%%41", "refused at a: a '%' without two hexadecimal digits"},
           {"a=%4&b=1", "refused at a: a '%' without two hexadecimal digits"},
           {"%zz=secret", "refused: a '%' without two hexadecimal digits"},
           {"card=%FF4111", "refused at card: text that is not UTF-8"},
           {"card=\xC0\xAF", "refused at card: text that is not UTF-8"},
           {"a=%ED%A0%80", "refused at a: text that is not UTF-8"},
           {"b=%00", "refused at b: U+0000"},
           {"b%00=1", "refused: U+0000"}})
    EXPECT_EQ(describe(parse(text, Separators::ampersand)), want) << text;
}

TEST(Form, TellsTheByteAtWhichItStopped) {
  const auto answer = parse("a=1&bc=x%zz", Separators::ampersand);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().offset, 8u);
}

TEST(Form, KeepsItsBound) {
  EXPECT_TRUE(parse("a&b&&c&", Separators::ampersand, {.pairs_max = 3}));
  EXPECT_EQ(describe(parse("a&b&c&d", Separators::ampersand, {.pairs_max = 3})),
            "refused: too many fields");
}

TEST(Form, ReadsAndWritesComponents) {
  EXPECT_EQ(encode_component("aZ09-._~ +/?=&;%é"), "aZ09-._~%20%2B%2F%3F%3D%26%3B%25%C3%A9");
  EXPECT_EQ(describe(decode_component("a+b%2Fc%20d")), "a+b/c d");
  EXPECT_EQ(describe(decode_component("%2")), "refused: a '%' without two hexadecimal digits");
  EXPECT_EQ(describe(decode_component("%00")), "refused: U+0000");
  EXPECT_EQ(describe(decode_component("%80")), "refused: text that is not UTF-8");
}

TEST(Form, ReadsBackWhatItWrites) {
  TreeMaker maker(20'260'729, {});
  for (int round = 0; round < 2'000; ++round) {
    const Pairs pairs = {{"k" + maker.text(), maker.text()}, {"k", maker.text()}, {"last", ""}};
    for (const Separators separators : {Separators::ampersand, Separators::ampersand_and_semicolon})
      EXPECT_EQ(parse(write(pairs), separators), pairs) << write(pairs);
    EXPECT_EQ(decode_component(encode_component(pairs[0].second)), pairs[0].second);
  }
}

}  // namespace
}  // namespace patchbay::wire::form
