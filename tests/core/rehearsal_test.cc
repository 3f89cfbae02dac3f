// What a rehearsal tells of what is new: no id that nothing will ever have.
#include <gtest/gtest.h>

#include "core/administering.h"

namespace patchbay {
namespace {

using core::Receipt;
using testing::World;

const core::Demand kWrites{.any_of = core::Privilege::administrator | core::Privilege::commerce};

core::Wish wish(Field field, std::string text) {
  core::Wish out{.target = {.field = field}, .edit = Value{std::move(text)}, .field = {}};
  out.field = row(field).key;
  return out;
}

core::How rehearsal() {
  core::How how;
  how.rehearse = true;
  return how;
}

TEST(RehearsedCreate, TellsNoThrowAwayId) {
  World world;
  const core::Create create{.parent = CustomerId{2}, .wishes = {wish(Field::name, "New")}};
  const auto first = world.ask("reseller", create, kWrites, rehearsal());
  ASSERT_TRUE(first) << told(first);
  const auto& receipt = std::get<Receipt>(*first);
  EXPECT_TRUE(receipt.view.record.uuid.nil());
  EXPECT_FALSE(receipt.view.record.id);
  ASSERT_EQ(receipt.events.size(), 1U);
  EXPECT_TRUE(receipt.events.front().uuid.nil());
  EXPECT_FALSE(receipt.events.front().customer);
  for (const Difference& each : receipt.differences) EXPECT_NE(each.path.field, Field::hash);
  // And so it says the same each time.
  const auto again = world.ask("reseller", create, kWrites, rehearsal());
  ASSERT_TRUE(again);
  EXPECT_EQ(std::get<Receipt>(*again).differences, receipt.differences);
  EXPECT_EQ(std::get<Receipt>(*again).events, receipt.events);
}

TEST(RehearsedChange, NumbersNewParts) {
  World world;
  core::Amend amend{.subject = CustomerId{10}, .wishes = {}};
  for (const int number : {1, 2}) {
    core::Wish city = wish(Field::address_city, "Delft");
    city.target.part = {.how = PartRef::How::fresh, .id = {}, .number = number};
    amend.wishes.push_back(std::move(city));
  }
  const auto outcome = world.ask("reseller", amend, kWrites, rehearsal());
  ASSERT_TRUE(outcome) << told(outcome);
  std::vector<std::string> cities;
  for (const Difference& each : std::get<Receipt>(*outcome).differences)
    if (each.path.field == Field::address_city) cities.push_back(text(each.path));
  EXPECT_EQ(cities, (std::vector<std::string>{"addresses/new-1/city", "addresses/new-2/city"}));
  // What is kept has ids of its own.
  const auto made = world.ask("reseller", amend, kWrites);
  ASSERT_TRUE(made) << told(made);
  for (const Difference& each : std::get<Receipt>(*made).differences)
    EXPECT_FALSE(text(each.path).contains("new-")) << text(each.path);
}

}  // namespace
}  // namespace patchbay
