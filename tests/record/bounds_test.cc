// Bounds of a record, and the cost of setting many values, which is linear in their number.
#include "record/value/bounds.h"

#include <algorithm>
#include <iterator>

#include <gtest/gtest.h>

#include "record/value/unassigned.h"

namespace patchbay {
namespace {

Uuid part(std::uint64_t number) {
  std::string bytes(16, '\0');
  // Spreads the numbers, so that values written one after another are not neighbours in the record.
  number *= 0x9E3779B97F4A7C15;
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>(number >> (8 * i));
  bytes[15] = 1;
  return Uuid::from_bytes(bytes);
}

Draft draft_of(Record record) {
  return {std::move(record),
          [count = std::uint64_t{1'000'000}]() mutable { return part(++count); }};
}

Target at(Field field, std::uint64_t number) {
  return {.lens = Lens::field,
          .field = field,
          .part = {.mode = PartRef::Mode::or_new, .id = part(number)}};
}

// Returns a record with this many addresses.
Record with(std::uint64_t addresses) {
  Draft draft = draft_of({});
  for (std::uint64_t i = 0; i < addresses; ++i)
    EXPECT_TRUE(write_value(draft, at(Field::address_city, i), Value{std::string("x")}));
  return draft.record;
}

std::vector<std::string> names(const std::vector<ExceededBound>& all) {
  std::vector<std::string> out;
  for (const ExceededBound& each : all) out.push_back(each.name + ' ' + each.what);
  return out;
}

TEST(Bounds, AreOfPartsOfEachKind) {
  EXPECT_TRUE(find_exceeded_bounds({}, draft_of(with(kAddressesMax))).empty());
  EXPECT_EQ(
      names(find_exceeded_bounds({}, draft_of(with(kAddressesMax + 1)))),
      std::vector<std::string>{"addresses would be more than the 200 that a customer can have"});
}

TEST(Parts, ARequestCannotMakeThePartOfAPlaceholder) {
  for (const PartRef::Mode mode : {PartRef::Mode::or_new, PartRef::Mode::or_first}) {
    Draft draft = draft_of({});
    const Target target{.lens = Lens::field,
                        .field = Field::address_city,
                        .part = {.mode = mode, .id = unassigned(1)}};
    const auto written = write_value(draft, target, Value{std::string("x")});
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error(), "must be the id of an address of this customer");
    EXPECT_TRUE(draft.record.values.empty());
  }
}

TEST(Bounds, LetARecordBecomeSmaller) {
  const Record large = with(kAddressesMax + 10);
  EXPECT_TRUE(find_exceeded_bounds(large, draft_of(large)).empty());
  EXPECT_TRUE(find_exceeded_bounds(large, draft_of(with(kAddressesMax + 9))).empty());
  EXPECT_FALSE(find_exceeded_bounds(large, draft_of(with(kAddressesMax + 11))).empty());
}

TEST(Bounds, LetAllBeReplaced) {
  Draft draft = draft_of(with(kAddressesMax));
  for (std::uint64_t i = 0; i < kAddressesMax; ++i)
    EXPECT_TRUE(write_value(draft, at(Field::address_city, 1000 + i), Value{std::string("y")}));
  for (std::uint64_t i = 0; i < kAddressesMax; ++i) {
    Target gone = at(Field::address_city, i);
    gone.lens = Lens::part;
    EXPECT_TRUE(write_value(draft, gone, Clear{}));
  }
  EXPECT_EQ(draft.record.count_parts(Section::address), kAddressesMax);
  EXPECT_TRUE(find_exceeded_bounds(with(kAddressesMax), draft).empty());
}

TEST(Bounds, StopMakingPartsAtTwiceTheirNumber) {
  const Draft draft = draft_of(with(100'000));
  EXPECT_EQ(draft.record.count_parts(Section::address), 2 * kAddressesMax);
}

TEST(Bounds, SayThatADraftWasFull) {
  Draft draft = draft_of(with(kAddressesMax));
  for (std::uint64_t i = 0; i <= kAddressesMax; ++i)
    EXPECT_TRUE(write_value(draft, at(Field::address_city, 1000 + i), Value{std::string("y")}));
  EXPECT_TRUE(write_value(draft, {.lens = Lens::parts, .field = Field::address_city}, Clear{}));
  EXPECT_EQ(draft.record.count_parts(Section::address), 0u);
  EXPECT_EQ(find_exceeded_bounds({}, draft).size(), 1u);
}

TEST(Bounds, AreOfTheBytesOfAllValues) {
  Draft draft = draft_of({});
  draft.record.values.set({Field::notes, {}}, std::string(kRecordBytesMax, 'x'));
  EXPECT_TRUE(find_exceeded_bounds({}, draft).empty());
  draft.record.values.set({Field::deleted, {}}, true);
  EXPECT_EQ(names(find_exceeded_bounds({}, draft)),
            std::vector<std::string>{"customer would hold 262152 bytes of values, more than the "
                                     "262144 that a customer can have"});
  draft.record.values.set({Field::custom_fields, {}},
                          List{{"a", std::string(kRecordBytesMax, 'y')}});
  EXPECT_EQ(bytes_of(draft.record.values), 2 * kRecordBytesMax + 9);
}

TEST(Values, KeepTheOrderOfPathsWhateverComesWhen) {
  Values values;
  std::vector<Path> paths;
  for (std::uint64_t i = 0; i < 50; ++i) {
    paths.push_back({Field::contact_email, part(i)});
    paths.push_back({Field::address_city, part(i)});
    paths.push_back({Field::address_ordinal, part(i)});
  }
  paths.push_back({Field::notes, {}});
  paths.push_back({Field::name, {}});
  for (const Path& path : paths) values.set(path, std::string("x"));
  EXPECT_EQ(values.size(), paths.size());
  std::ranges::sort(paths);
  EXPECT_TRUE(std::ranges::equal(values, paths, {}, &Values::Item::first));
  values.clear_part(Section::address, part(7));
  values.clear({Field::contact_email, part(7)});
  values.clear({Field::contact_email, part(7)});
  EXPECT_EQ(values.size(), paths.size() - 3);
  EXPECT_EQ(std::distance(values.begin(), values.end()),
            static_cast<std::ptrdiff_t>(values.size()));
  EXPECT_EQ(values.find({Field::contact_email, part(7)}), nullptr);
  EXPECT_NE(values.find({Field::contact_email, part(8)}), nullptr);
  EXPECT_NE(values.find({Field::name, {}}), nullptr);
}

}  // namespace
}  // namespace patchbay
