// What is known of a write whose reply never came: a process that was killed, and an answer that
// was lost while somebody worked there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "systems_world.h"

namespace patchbay::app {
namespace {

using reach::Applied;
using reach::Owner;

constexpr Target kName{.field = Field::name};

class SystemsSent : public ::testing::Test {
 protected:
  // What is planned for the customer.
  std::vector<reach::PlannedChange> plan() {
    std::vector<reach::PlannedChange> out;
    found_ = system_.compare(*record_.records).value();
    std::erase_if(found_.findings,
                  [&](const reach::Finding& each) { return each.customer != customer_.uuid; });
    for (const reach::Finding& each : found_.findings) out.push_back(reach::to_planned(each, {}));
    return out;
  }
  std::expected<Applied, std::string> apply(const reach::PlannedChange& change) {
    reach::RemoteSystem remote = system_.remote();
    return reach::Application(system_.description, *record_.records, remote, system_.links)
        .apply(change);
  }
  // The system's customer of that name.
  Record there(const std::string& name) {
    const auto reader = system_.vendor->world.store().read();
    for (std::int64_t id = 1; id < 5000; ++id)
      if (auto found = reader->customer(CustomerId{id}); found && found->name() == name)
        return *std::move(found);
    ADD_FAILURE() << name << " is not there";
    return {};
  }

  TestRecord record_;
  TestSystem system_{"everlytic",
                     {{"name", Owner::review}, {"contacts/primary/email", Owner::review}}};
  Record customer_ =
      record_.make({{"name", "Volvo"}, {"contacts/primary/email", "a@volvo.example"}});
  reach::Comparison found_;
};

TEST_F(SystemsSent, AWriteBeforeAKillIsNoEditOfTheSystem) {
  ASSERT_EQ(apply(plan().at(0))->result, Applied::Result::made);
  edit(record_.world, customer_, "name", "Volvo Cars", kName);
  const reach::PlannedChange planned = plan().at(0);
  system_.vendor->kill_after = 2;  // the look before it, and the write itself
  EXPECT_THROW((void)apply(planned), Killed);
  ASSERT_EQ(there("Volvo Cars").name(), "Volvo Cars");
  edit(record_.world, customer_, "name", "Volvo", kName);
  const auto next = plan();
  ASSERT_EQ(next.size(), 1U);
  ASSERT_EQ(next.front().writes.size(), 1U);
  EXPECT_EQ(next.front().writes.front().to, reach::Operation::To::system);
  EXPECT_EQ(apply(next.front())->result, Applied::Result::done);
  EXPECT_EQ(there("Volvo").name(), "Volvo");
}

TEST_F(SystemsSent, WhatWasChangedThereBeforeItWasFoundIsAnEdit) {
  bool is_made = false;
  bool is_lost = false;
  bool is_renamed = false;
  system_.vendor->fails = [&](const http::ClientRequest& sent) {
    is_made = sent.method == "POST";
    return false;
  };
  system_.vendor->faults = [&] {
    if (is_made && !is_lost) return (is_lost = true, Vendor::Cut::after);
    if (is_lost && !is_made && !is_renamed) {
      is_renamed = true;
      edit(system_.vendor->world, there("Volvo"), "name", "Renamed there", kName);
    }
    return Vendor::Cut::none;
  };
  EXPECT_EQ(apply(plan().at(0))->result, Applied::Result::made);
  EXPECT_EQ(there("Renamed there").name(), "Renamed there");
  (void)plan();
  ASSERT_EQ(found_.findings.size(), 1U);
  const auto& conflicts = found_.findings.front().plan.conflicts;
  ASSERT_EQ(conflicts.size(), 1U);
  EXPECT_EQ(conflicts.front().name, "name");
  EXPECT_EQ(conflicts.front().decision, reach::Decision::conflict);
}

}  // namespace
}  // namespace patchbay::app
