// Values as an ordered map, reading records by field, and the laws of diff and apply.
#include "record/value/record.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "random_record.h"

namespace patchbay {
namespace {

using testing::ElementsAre;

constexpr int kRounds = 200;

TEST(Values, KeepTheOrderOfPathsHoweverTheyAreSet) {
  const Uuid one = Uuid::numbered(1), two = Uuid::numbered(2);
  Values values;
  values.set({Field::contact_email, two}, std::string("c"));
  values.set({Field::address_city, two}, std::string("b2"));
  values.set({Field::name, {}}, std::string("a"));
  values.set({Field::address_ordinal, two}, std::int64_t{1});
  values.set({Field::address_city, one}, std::string("b1"));
  values.set({Field::name, {}}, std::string("again"));
  std::vector<std::string> seen;
  for (const auto& [path, value] : values) seen.push_back(text(path) + " " + describe(value));
  EXPECT_THAT(seen, ElementsAre("name \"again\"", "addresses/" + one.text() + "/city \"b1\"",
                                "addresses/" + two.text() + "/ordinal 1",
                                "addresses/" + two.text() + "/city \"b2\"",
                                "contacts/" + two.text() + "/email \"c\""));
}

TEST(Values, BehaveAsAMap) {
  RandomRecord random(1);
  Values values;
  std::map<Path, Value> twin;
  for (int i = 0; i < 20'000; ++i) {
    const auto field =
        static_cast<Field>(random.from(0, static_cast<std::int64_t>(field_rows().size()) - 1));
    const bool own = section_of(field) == Section::customer;
    const Path path{field, own ? Uuid{} : Uuid::numbered(static_cast<unsigned>(random.from(1, 3)))};
    if (random.from(0, 2) == 0) {
      values.clear(path);
      twin.erase(path);
    } else {
      const Value value = random.value(field);
      values.set(path, value);
      twin.insert_or_assign(path, value);
    }
    ASSERT_EQ(values.size(), twin.size());
  }
  EXPECT_TRUE(std::ranges::equal(values, twin, [](const auto& item, const auto& other) {
    return item.first == other.first && item.second == other.second;
  }));
  for (const auto& [path, value] : twin) EXPECT_EQ(*values.find(path), value);
}

TEST(Values, ClearingWhatIsNotThereIsNothing) {
  Values values;
  values.clear({Field::name, {}});
  EXPECT_TRUE(values.empty());
  EXPECT_EQ(values.find({Field::name, {}}), nullptr);
}

TEST(Record, ReadsByForm) {
  Record record{.id = {7}, .uuid = Uuid::numbered(7), .version = 3, .values = {}};
  record.values.set({Field::parent, {}}, std::int64_t{1});
  record.values.set({Field::name, {}}, std::string("Volvo"));
  record.values.set({Field::deleted, {}}, true);
  EXPECT_EQ(record.name(), "Volvo");
  EXPECT_EQ(record.parent(), kRoot);
  EXPECT_TRUE(record.deleted());
  EXPECT_EQ(record.text(Field::notes), "");
  EXPECT_EQ(record.whole(Field::plan), 0);
  EXPECT_FALSE(record.flag(Field::locked));
  EXPECT_EQ(record.whole(Field::name), 0);  // the field has another form
}

TEST(Record, PartsStandInTheOrderTheyWereAdded) {
  const Uuid old = Uuid::numbered(9), young = Uuid::numbered(1);
  Record record;
  record.values.set({Field::address_ordinal, old}, std::int64_t{1});
  record.values.set({Field::address_ordinal, young}, std::int64_t{2});
  record.values.set({Field::address_primary, young}, true);
  record.values.set({Field::address_primary, old}, false);
  EXPECT_THAT(record.parts(Section::address), ElementsAre(old, young));
  EXPECT_EQ(record.primary(Section::address), young);
  EXPECT_TRUE(record.has_part(Section::address, old));
  EXPECT_FALSE(record.has_part(Section::contact, old));
  EXPECT_THAT(record.parts(Section::contact), ElementsAre());
  EXPECT_TRUE(record.primary(Section::contact).is_nil());
}

TEST(Diff, ApplyingADifferenceArrives) {
  RandomRecord random(2);
  for (int round = 0; round < kRounds; ++round) {
    const Values before = random.values();
    const Values after = random.flip() ? random.changed(before) : random.values();
    Values arrived = before;
    patchbay::apply(arrived, diff(before, after));
    ASSERT_EQ(arrived, after);
  }
}

TEST(Diff, SaysOnlyWhatDiffersInOrder) {
  RandomRecord random(3);
  for (int round = 0; round < kRounds; ++round) {
    const Values before = random.values();
    EXPECT_TRUE(diff(before, before).empty());
    const Values after = random.changed(before);
    const Differences differences = diff(before, after);
    EXPECT_TRUE(std::ranges::is_sorted(differences, {}, &Difference::path));
    for (const Difference& each : differences) {
      EXPECT_NE(each.before, each.after);
      const Value* was = before.find(each.path);
      EXPECT_EQ(each.before, was ? std::optional(*was) : std::nullopt);
    }
  }
}

TEST(Diff, TurnedRoundItUndoes) {
  RandomRecord random(4);
  for (int round = 0; round < kRounds; ++round) {
    const Values before = random.values();
    const Values after = random.changed(before);
    Differences back = diff(before, after);
    for (Difference& each : back) std::swap(each.before, each.after);
    EXPECT_EQ(back, diff(after, before));
    Values undone = after;
    patchbay::apply(undone, back);
    EXPECT_EQ(undone, before);
  }
}

// 12.5 and 12.50 are the same value, so a trailing zero is not a change.
TEST(Diff, DecimalsDifferByValue) {
  Values before, after;
  before.set({Field::credit, {}}, *Decimal::parse("12.5"));
  after.set({Field::credit, {}}, *Decimal::parse("12.50"));
  EXPECT_TRUE(diff(before, after).empty());
}

}  // namespace
}  // namespace patchbay
