// A rehearsal shows no id that will never exist.
#include <gtest/gtest.h>

#include "core/administering.h"

namespace patchbay {
namespace {

using core::Receipt;
using testing::World;

const core::RequiredPrivilege kWrites{.any_of = core::Privilege::administrator |
                                                core::Privilege::commerce};

core::FieldEdit field_edit(Field field, std::string text) {
  core::FieldEdit out{.target = {.field = field}, .edit = Value{std::move(text)}, .field = {}};
  out.field = row(field).key;
  return out;
}

core::CallOptions rehearsal() {
  core::CallOptions options;
  options.rehearse = true;
  return options;
}

TEST(RehearsedCreate, TellsNoThrowAwayId) {
  World world;
  const core::CreateCustomer create{.parent = CustomerId{2},
                                    .edits = {field_edit(Field::name, "New")}};
  const auto first = world.ask("reseller", create, kWrites, rehearsal());
  ASSERT_TRUE(first) << outcome_text(first);
  const auto& receipt = std::get<Receipt>(*first);
  EXPECT_TRUE(receipt.view.record.uuid.is_nil());
  EXPECT_FALSE(receipt.view.record.id);
  ASSERT_EQ(receipt.events.size(), 1U);
  EXPECT_TRUE(receipt.events.front().uuid.is_nil());
  EXPECT_FALSE(receipt.events.front().customer);
  for (const Difference& each : receipt.differences) EXPECT_NE(each.path.field, Field::hash);
  // It returns the same each time.
  const auto again = world.ask("reseller", create, kWrites, rehearsal());
  ASSERT_TRUE(again);
  EXPECT_EQ(std::get<Receipt>(*again).differences, receipt.differences);
  EXPECT_EQ(std::get<Receipt>(*again).events, receipt.events);
}

TEST(RehearsedChange, NumbersNewParts) {
  World world;
  core::UpdateCustomer update{.subject = CustomerId{10}, .edits = {}};
  for (const int number : {1, 2}) {
    core::FieldEdit city = field_edit(Field::address_city, "Delft");
    city.target.part = {.mode = PartRef::Mode::fresh, .id = {}, .number = number};
    update.edits.push_back(std::move(city));
  }
  const auto outcome = world.ask("reseller", update, kWrites, rehearsal());
  ASSERT_TRUE(outcome) << outcome_text(outcome);
  std::vector<std::string> cities;
  for (const Difference& each : std::get<Receipt>(*outcome).differences)
    if (each.path.field == Field::address_city) cities.push_back(text(each.path));
  EXPECT_EQ(cities, (std::vector<std::string>{"addresses/new-1/city", "addresses/new-2/city"}));
  // What is saved has its own ids.
  const auto made = world.ask("reseller", update, kWrites);
  ASSERT_TRUE(made) << outcome_text(made);
  for (const Difference& each : std::get<Receipt>(*made).differences)
    EXPECT_FALSE(text(each.path).contains("new-")) << text(each.path);
}

}  // namespace
}  // namespace patchbay
