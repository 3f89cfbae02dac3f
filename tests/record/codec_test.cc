// The stored form of records: its text, that it is lossless, and what it refuses.
#include "record/formats/codec.h"

#include <gtest/gtest.h>

#include "base/corpus.h"
#include "base/digest.h"
#include "random_record.h"
#include "record/history/chain.h"

namespace patchbay {
namespace {

constexpr int kRounds = 300;

Values sample() {
  const Uuid address = Uuid::numbered(1), contact = Uuid::numbered(2);
  Values values;
  values.set({Field::name, {}}, std::string("Volvo \"AB\"\n\u00E9\\"));
  values.set({Field::deleted, {}}, false);
  values.set({Field::campaigns, {}}, List{{"4"}, {"7"}});
  values.set({Field::custom_fields, {}}, List{{"colour", "red"}});
  values.set({Field::plan, {}}, std::int64_t{12});
  values.set({Field::credit, {}}, *Decimal::parse("12.50"));
  values.set({Field::card_number, {}}, SealedSecret{"Ym94", "1234"});
  values.set({Field::address_ordinal, address}, std::int64_t{1});
  values.set({Field::address_city, address}, std::string("G\u00F6teborg"));
  values.set({Field::contact_primary, contact}, true);
  return values;
}

constexpr std::string_view kSample =
    R"({"name":"Volvo \"AB\"\u000a)"
    "\u00E9"
    R"(\\","deleted":false,"campaigns":[["4"],["7"]],"custom_fields":[["colour","red"]],)"
    R"("plan":12,"credit":"12.50","card_number":{"sealed":"Ym94","tail":"1234"},)"
    R"("addresses":{"00000000-0000-4000-8000-000000000001":{"ordinal":1,"city":"G)"
    "\u00F6"
    R"(teborg"}},"contacts":{"00000000-0000-4000-8000-000000000002":{"primary":true}}})";

TEST(Codec, LooksAsItsHeaderSays) {
  EXPECT_EQ(encode(sample()), kSample);
  EXPECT_EQ(decode_values(kSample), sample());
  EXPECT_EQ(encode(Values()), "{}");
  EXPECT_EQ(decode_values("{}"), Values());
}

// Equality of decimals ignores the scale they were written with, so the scale is tested separately.
TEST(Codec, KeepsTheScaleOfDecimals) {
  EXPECT_EQ(encode(*decode_values(R"({"credit":"12.50"})")), R"({"credit":"12.50"})");
}

TEST(Codec, ValuesSurvive) {
  RandomRecord random(5);
  for (int round = 0; round < kRounds; ++round) {
    const Values values = random.values();
    const std::string text = encode(values);
    const auto read = decode_values(text);
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(*read, values);
    EXPECT_EQ(encode(*read), text);
  }
}

TEST(Codec, DifferencesSurvive) {
  RandomRecord random(6);
  for (int round = 0; round < kRounds; ++round) {
    const Values before = random.values();
    const Differences differences = diff(before, random.changed(before));
    const std::string text = encode(differences);
    const auto read = decode_differences(text);
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(*read, differences);
    EXPECT_EQ(encode(*read), text);
  }
}

TEST(Codec, DifferencesLookAsTheHeaderSays) {
  const Differences differences{
      {{Field::name, {}}, Value("a"), Value("b")},
      {{Field::plan, {}}, std::nullopt, Value(std::int64_t{3})},
      {{Field::address_city, Uuid::numbered(1)}, Value("c"), std::nullopt}};
  EXPECT_EQ(encode(differences),
            R"([["name","a","b"],["plan",null,3],)"
            R"(["addresses/00000000-0000-4000-8000-000000000001/city","c",null]])");
  EXPECT_EQ(encode(Differences()), "[]");
}

Entry new_customer(const Values& values, unsigned seed = 1) {
  Entry out{.customer = {101}, .version = 1, .action = "create", .by = {}, .differences = {}};
  out.differences = diff({}, values);
  bind(out, *seeded_random(seed));
  return out;
}

TEST(Codec, DifferencesOfANewCustomerSurviveAsValues) {
  RandomRecord random(8);
  for (int round = 0; round < kRounds; ++round) {
    const Values values = random.values();
    const Entry entry = new_customer(values, static_cast<unsigned>(round));
    const std::string text = encode_differences(entry);
    EXPECT_EQ(text, encode_differences(entry, encode(values)));
    Entry read = entry;
    read.differences.clear();
    read.seed.clear();
    const auto done = decode_differences(text, read);
    ASSERT_TRUE(done) << done.error();
    EXPECT_EQ(read, entry);
    EXPECT_EQ(decode_differences(text), entry.differences);
  }
}

TEST(Codec, ASeedIsNotWrittenOnceAValueIsErased) {
  Values values;
  for (const Field field : {Field::name, Field::account, Field::notes})
    values.set({field, {}}, "a");
  const Entry whole = new_customer(values);
  ASSERT_EQ(whole.seed.size(), 16U);
  EXPECT_EQ(encode_differences(whole), "{\"\":\"" + base64(whole.seed) +
                                           "\",\"name\":\"a\",\"account\":\"a\",\"notes\":\"a\"}");
  Entry erased = whole;
  erase_values(erased.differences[1]);
  const std::string text = encode_differences(erased);
  EXPECT_EQ(text, encode(erased.differences));
  EXPECT_EQ(text.find(base64(whole.seed)), std::string::npos);
  EXPECT_EQ(decode_differences(text), erased.differences);
}

TEST(Codec, ValuesWithASeedThatCannotBeReadAreRefused) {
  for (const char* bad :
       {"{}", R"({"name":"a"})", R"({"":"x","name":"a"})", R"({"":"AAAA","name":"a","name":"b"})",
        R"({"":1,"name":"a"})", R"({"":"AAAA","nonsense":"a"})", R"({"":"AAAA","name":"a")"})
    EXPECT_FALSE(decode_differences(bad)) << bad;
}

TEST(Codec, TextsSurvive) {
  RandomRecord random(7);
  std::vector<std::string> texts{"", "\"", "\\", "\x01"};
  for (int i = 0; i < kRounds; ++i) texts.push_back(random.text(50));
  EXPECT_EQ(decode_texts(encode(texts)), texts);
  EXPECT_EQ(encode(std::vector<std::string>{"a", "b"}), R"(["a","b"])");
  EXPECT_EQ(decode_texts("[]"), std::vector<std::string>());
}

TEST(Codec, NaughtyStringsSurvive) {
  const auto list = corpus("blns/blns.json");
  if (!list) GTEST_SKIP() << "blns is not here";
  const auto strings = decode_texts(*list);
  ASSERT_TRUE(strings) << strings.error();
  EXPECT_GT(strings->size(), 500U);
  for (const std::string& each : *strings) {
    Values values;
    values.set({Field::notes, {}}, each);
    EXPECT_EQ(decode_values(encode(values)), values) << each;
  }
  EXPECT_EQ(decode_texts(encode(*strings)), *strings);
}

// Engines may store JSON in another order, with other white space and other escapes.
TEST(Codec, ReadsTheSameJsonHoweverItIsWritten) {
  EXPECT_EQ(
      encode(*decode_values(
          " {\n \"contacts\" : { \"00000000-0000-4000-8000-000000000002\" : { \"email\" :"
          " \"a@b\" } } , \"plan\" : -2 ,\t\"n\\u0061me\" : \"\\u00e9\\uD83D\\ude00\\/\" } ")),
      "{\"name\":\"\u00E9\U0001F600/\",\"plan\":-2,\"contacts\":"
      "{\"00000000-0000-4000-8000-000000000002\":{\"email\":\"a@b\"}}}");
}

// Values that a store holds can have any character, unlike those that callers send.
TEST(Codec, ReadsNul) {
  EXPECT_EQ(decode_texts(R"(["a\u0000"])"), std::vector<std::string>{std::string("a\0", 2)});
  EXPECT_EQ(encode(std::vector<std::string>{std::string("a\0", 2)}), R"(["a\u0000"])");
}

TEST(Codec, RefusesWhatItDidNotWrite) {
  struct Case {
    std::string_view text, error;
  };
  for (const auto& [text, error] : std::initializer_list<Case>{
           {"", "expected '{' at byte 0"},
           {"[]", "expected '{' at byte 0"},
           {"{", "expected a key at byte 1"},
           {R"({"name"})", "expected a key at byte 7"},
           {R"({"name":"a"} x)", "text after the end at byte 13"},
           {R"({"name":"a",})", "expected a key at byte 12"},
           {R"({"name":"a" "notes":"b"})", "expected ',' or '}' at byte 12"},
           {R"({"colour":"red"})", "unknown field \"colour\" at byte 10"},
           {R"({"street":"a"})", "unknown field \"street\" at byte 10"},
           {R"({"name":"a","name":"b"})", "a field twice at byte 23"},
           {R"({"name":1})", "\"name\" holds what it cannot at byte 8"},
           {R"({"name":null})", "\"name\" holds what it cannot at byte 8"},
           {R"({"plan":"1"})", "\"plan\" holds what it cannot at byte 8"},
           {R"({"plan":1.5})", "\"plan\" holds what it cannot at byte 8"},
           {R"({"plan":1e2})", "\"plan\" holds what it cannot at byte 8"},
           {R"({"plan":01})", "\"plan\" holds what it cannot at byte 8"},
           {R"({"plan":9223372036854775808})", "\"plan\" holds what it cannot at byte 8"},
           {R"({"credit":12.5})", "\"credit\" holds what it cannot at byte 10"},
           {R"({"credit":"12,5"})", "\"credit\" holds what it cannot at byte 16"},
           {R"({"deleted":1})", "\"deleted\" holds what it cannot at byte 11"},
           {R"({"name":{"sealed":"a","tail":""}})", "\"name\" holds what it cannot at byte 8"},
           {R"({"card_number":{"box":"a"}})", "expected a value at byte 22"},
           {R"({"campaigns":[1]})", "expected '[' at byte 14"},
           {R"({"addresses":{"1":{}}})", "expected a UUID for a key at byte 18"},
           {R"({"addresses":{"00000000-0000-4000-8000-000000000001":{"name":"a"}}})",
            "unknown field \"name\" at byte 61"},
           {"{\"name\":\"\xC3(\"}", "\"name\" holds what it cannot at byte 9"},
           {"{\"name\":\"a\nb\"}", "\"name\" holds what it cannot at byte 10"},
           {R"({"name":"\ud800"})", "\"name\" holds what it cannot at byte 15"},
           {R"({"name":"\ud800\u0041"})", "\"name\" holds what it cannot at byte 21"},
           {R"({"name":"\udc00"})", "\"name\" holds what it cannot at byte 15"},
           {R"({"name":"\x"})", "\"name\" holds what it cannot at byte 10"},
           {R"({"name":"a)", "\"name\" holds what it cannot at byte 10"}}) {
    const auto read = decode_values(text);
    EXPECT_EQ(read ? "read" : read.error(), error) << text;
  }
}

TEST(Codec, RefusesDifferencesThatAreNone) {
  for (const std::string_view bad :
       {"{}", "[", "[[]]", R"([["name"]])", R"([["name","a"]])", R"([["name","a","b","c"]])",
        R"([["colour",null,"a"]])", R"([["plan",null,"a"]])", R"([["addresses/1/city",null,"a"]])",
        R"([["name",null,"a"],])", R"([["name",nul,"a"]])"})
    EXPECT_FALSE(decode_differences(bad)) << bad;
}

// Every proper prefix of a stored text is refused, so a torn write is never read as a record.
TEST(Codec, RefusesEveryPrefix) {
  for (std::size_t length = 0; length < kSample.size(); ++length)
    EXPECT_FALSE(decode_values(kSample.substr(0, length))) << length;
}

}  // namespace
}  // namespace patchbay
