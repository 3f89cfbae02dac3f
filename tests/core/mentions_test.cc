// Values are found in the spellings of all kinds of bodies.
#include "core/change/mentions.h"

#include <gtest/gtest.h>

#include "record/history/erasure.h"

namespace patchbay::core {
namespace {

Entry entry_of(Field field, Value value) {
  Entry out;
  out.differences.push_back({.path = {field, {}}, .before = {}, .after = std::move(value)});
  return out;
}

TEST(Mentions, FindsAValueAsEachFormWritesIt) {
  Mentions mentions;
  mentions.add_text("Ann \"Q\" & Söhne");
  EXPECT_TRUE(mentions.in("name: Ann \"Q\" & Söhne."));
  EXPECT_TRUE(mentions.in(R"({"name":"Ann \"Q\" & Söhne"})"));
  EXPECT_TRUE(mentions.in("<name>Ann &quot;Q&quot; &amp; Söhne</name>"));
  EXPECT_TRUE(mentions.in("?name=Ann%20%22Q%22%20%26%20S%C3%B6hne"));
  EXPECT_TRUE(mentions.in("?name=Ann%20%22Q%22%20%26%20S%c3%b6hne"));
  EXPECT_TRUE(mentions.in("name=Ann+%22Q%22+%26+S%C3%B6hne&more=1"));
  EXPECT_FALSE(mentions.in("name: Ann \"Q\" & Söhn"));
  EXPECT_FALSE(mentions.in(""));
}

TEST(Mentions, FindsQuotesAndLineEndsAsTheyAreEscaped) {
  Mentions mentions;
  mentions.add_text("O'Hara\r\n\tof Tara");
  EXPECT_TRUE(mentions.in("<notes>O&#39;Hara&#13;\n\tof Tara</notes>"));
  EXPECT_TRUE(mentions.in(R"({"notes":"O'Hara\r\n\tof Tara"})"));
  EXPECT_TRUE(mentions.in(R"({"notes":"O'Hara\u000d\u000a\u0009of Tara"})"));
  EXPECT_TRUE(mentions.in("notes=O%27Hara%0d%0a%09of%20Tara"));
}

TEST(Mentions, FindsWholeWordsOnly) {
  Mentions mentions;
  mentions.add_text("Miller");
  EXPECT_TRUE(mentions.in("Miller"));
  EXPECT_TRUE(mentions.in("Ms Miller."));
  EXPECT_TRUE(mentions.in(R"(first\nMiller)"));
  EXPECT_TRUE(mentions.in("q=%2FMiller%2F"));
  EXPECT_FALSE(mentions.in("Millerton"));
  EXPECT_FALSE(mentions.in("Steinmiller and SteinMiller"));
}

TEST(Mentions, FindsValuesOfListsAndNothingThatManyPeopleShare) {
  Mentions mentions;
  mentions.add(entry_of(Field::custom_fields, List{{"loyalty", "gold-4711"}}));
  mentions.add(entry_of(Field::card_expiry_year, std::int64_t{471100}));
  mentions.add(entry_of(Field::contact_gender, std::string("female")));
  mentions.add(entry_of(Field::address_country, std::string("Germany")));
  mentions.add(entry_of(Field::contact_last_name, std::string("Moore")));
  mentions.add(entry_of(Field::name, std::string(kErasedName)));
  EXPECT_TRUE(mentions.in("a gold-4711 b"));
  EXPECT_FALSE(mentions.in("471100 loyalty female Germany Moore erased"));
}

TEST(Mentions, FindsSingleTextsOfKeptMembers) {
  Mentions mentions;
  mentions.add(entry_of(
      Field::extensions,
      List{
          {"v4 agreement",
           R"([{"@type":"AgreementRef","id":"a-4711","deep":[true,null,-1.5e3,"Ann \"Q\" Moore"]},)"
           R"({"role":"customer","name":"agreement-17"}])"},
          {"v5 @type", R"("Customer")"},
          {"v4 statusReason", R"("moved to Mars")"},
          {"v4 account",
           R"(["account-1",{"city":"Berlin-Mitte","in":[{"role":"guest-77"}]},"account-2"])"},
          {"v4 broken", "{\"a"}}));
  EXPECT_TRUE(mentions.in("account-1"));
  EXPECT_TRUE(mentions.in("account-2"));  // what follows an object is of the array again
  EXPECT_FALSE(mentions.in("\"Berlin-Mitte\" \"guest-77\""));
  EXPECT_TRUE(mentions.in(R"({"id":"a-4711"})"));
  EXPECT_TRUE(mentions.in(R"(["Ann \"Q\" Moore"])"));
  EXPECT_TRUE(mentions.in("it is agreement-17."));
  EXPECT_TRUE(mentions.in("moved to Mars"));
  EXPECT_FALSE(mentions.in(R"({"@type":"Customer","role":"customer","x":"AgreementRef"})"));
}

}  // namespace
}  // namespace patchbay::core
