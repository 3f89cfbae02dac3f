// Values are found in the spellings of all kinds of bodies.
#include "core/change/mentions.h"

#include <gtest/gtest.h>

namespace patchbay::core {
namespace {

TEST(Mentions, FindsAValueAsEachFormWritesIt) {
  Mentions mentions;
  mentions.add(Value{std::string("Ann \"Q\" & Söhne")});
  EXPECT_TRUE(mentions.in("name: Ann \"Q\" & Söhne."));
  EXPECT_TRUE(mentions.in(R"({"name":"Ann \"Q\" & Söhne"})"));
  EXPECT_TRUE(mentions.in("<name>Ann \"Q\" &amp; Söhne</name>"));
  EXPECT_TRUE(mentions.in("?name=Ann%20%22Q%22%20%26%20S%C3%B6hne"));
  EXPECT_TRUE(mentions.in("name=Ann+%22Q%22+%26+S%C3%B6hne&more=1"));
  EXPECT_FALSE(mentions.in("name: Ann \"Q\" & Söhn"));
  EXPECT_FALSE(mentions.in(""));
}

TEST(Mentions, FindsCellsOfListsAndNoNumbersOrShortTexts) {
  Mentions mentions;
  mentions.add(Value{List{{"tier", "gold-4711"}}});
  mentions.add(Value{std::int64_t{471100}});
  mentions.add(Value{std::string("mr")});
  EXPECT_TRUE(mentions.in("a gold-4711 b"));
  EXPECT_FALSE(mentions.in("471100 mr"));
}

}  // namespace
}  // namespace patchbay::core
