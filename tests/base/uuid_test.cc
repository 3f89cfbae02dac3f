// UUIDs: text both ways, version 4, order.
#include "base/uuid.h"

#include <set>

#include <gtest/gtest.h>

namespace patchbay {
namespace {

TEST(Uuid, ReadsThe36CharacterFormOnly) {
  const std::string text = "2eb8aa08-aa98-11ea-b4aa-73b441d16380";
  EXPECT_EQ(Uuid::parse(text)->text(), text);
  EXPECT_EQ(Uuid::parse("2EB8AA08-aa98-11EA-b4aa-73B441D16380")->text(), text);
  EXPECT_TRUE(Uuid::parse("00000000-0000-0000-0000-000000000000")->is_nil());
  for (const std::string_view bad :
       {"", "2eb8aa08", "2eb8aa08aa9811eab4aa73b441d16380", "{2eb8aa08-aa98-11ea-b4aa-73b441d1638}",
        "2eb8aa08-aa98-11ea-b4ga-73b441d16380", "2eb8aa08-aa98-11ea-b4aa-73b441d163800",
        "2eb8aa08_aa98_11ea_b4aa_73b441d16380", "2eb8-aa08-aa98-11ea-b4aa73b44-1d16380"})
    EXPECT_FALSE(Uuid::parse(bad)) << bad;
}

TEST(Uuid, MakesVersion4FromRandomBytes) {
  const auto random = seeded_random(7);
  std::set<Uuid> made;
  for (int i = 0; i < 1000; ++i) {
    const Uuid uuid = Uuid::make(*random);
    const std::string text = uuid.text();
    EXPECT_EQ(text[14], '4') << text;
    EXPECT_TRUE(std::string_view("89ab").contains(text[19])) << text;
    EXPECT_EQ(Uuid::parse(text), uuid);
    made.insert(uuid);
  }
  EXPECT_EQ(made.size(), 1000U);
}

TEST(Uuid, OrderedOnesBeginWithTheirTime) {
  const auto random = seeded_random(7);
  const Uuid uuid = Uuid::make_ordered(0x017F22E279B0, *random);
  EXPECT_EQ(uuid.text().substr(0, 15), "017f22e2-79b0-7");  // as in RFC 9562, A.6
  EXPECT_TRUE(std::string_view("89ab").contains(uuid.text()[19])) << uuid.text();
  EXPECT_NE(Uuid::make_ordered(5, *random), Uuid::make_ordered(5, *random));
  for (std::int64_t ms = 1; ms < 1'000'000'000'000; ms *= 7)
    EXPECT_LT(Uuid::make_ordered(ms, *random), Uuid::make_ordered(ms + 1, *random));
}

TEST(Uuid, NumberedOnesSayTheirNumber) {
  EXPECT_EQ(Uuid::numbered(42).text(), "00000000-0000-4000-8000-000000000042");
  EXPECT_LT(Uuid::numbered(9), Uuid::numbered(10));
  EXPECT_FALSE(Uuid::numbered(0).is_nil());
  EXPECT_NE(std::hash<Uuid>{}(Uuid::numbered(1)), std::hash<Uuid>{}(Uuid::numbered(2)));
}

}  // namespace
TEST(Uuid, TheFirstOfATimeSortsBeforeAllOthersOfIt) {
  const auto random = seeded_random(3);
  for (const std::int64_t ms :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{1'800'000'000'000}}) {
    const Uuid first = Uuid::first_ordered(ms);
    EXPECT_TRUE(first.is_ordered());
    EXPECT_EQ(Uuid::parse(first.text()), first);
    for (int i = 0; i < 20; ++i) {
      EXPECT_LE(first, Uuid::make_ordered(ms, *random));
      EXPECT_GT(Uuid::first_ordered(ms + 1), Uuid::make_ordered(ms, *random));
    }
  }
  EXPECT_EQ(Uuid::first_ordered(INT64_MIN), Uuid::first_ordered(0));
  EXPECT_GT(Uuid::first_ordered(INT64_MAX), Uuid::first_ordered((std::int64_t{1} << 48) - 2));
}

TEST(Uuid, PartsFollowTheirNumbersBesideTheWhole) {
  const auto random = seeded_random(3);
  const Uuid whole = Uuid::make_ordered(1'800'000'000'000, *random);
  Uuid last;
  Uuid last_ordered;
  for (const std::uint32_t number :
       {0U, 1U, 255U, 256U, 16'383U, 16'384U, 4'194'304U, 67'108'863U}) {
    const Uuid part = Uuid::part_of(whole, number, "zyxwvu");
    EXPECT_GT(part, last) << number;
    EXPECT_EQ(part.text().substr(0, 13), whole.text().substr(0, 13));
    EXPECT_EQ(part.text()[14], '8');
    EXPECT_FALSE(part.is_ordered());
    EXPECT_NE(part, Uuid::part_of(whole, number, "zyxwvV"));
    last = part;
    const Uuid ordered = Uuid::ordered_part_of(whole, number, *random);
    EXPECT_TRUE(ordered.is_ordered());
    EXPECT_EQ(ordered.text().substr(0, 13), whole.text().substr(0, 13));
    EXPECT_GT(ordered, last_ordered) << number;
    EXPECT_NE(ordered, Uuid::ordered_part_of(whole, number, *random));
    last_ordered = ordered;
  }
}

}  // namespace patchbay
