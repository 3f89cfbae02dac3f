// What a plan of a caller may do, as a table.
#include "app/systems/plan_check.h"

#include <gtest/gtest.h>

namespace patchbay::app {
namespace {

using core::PlannedSystemChange;

// A system with two fields in step, which gives a third one to the one customer that it may make.
reach::SystemDescription system_that(bool makes) {
  reach::SystemDescription out;
  out.policy.fields = {{"name", reach::Owner::review}, {"website", reach::Owner::record}};
  out.for_new.push_back({.target = {.field = Field::notes},
                         .edit = Value(std::string("made")),
                         .field = "notes",
                         .objection = std::nullopt});
  out.makes = makes;
  out.make_max = 1;
  return out;
}

PlannedSystemChange change(std::uint64_t customer, std::vector<std::string> writes = {},
                           std::vector<std::string> conflicts = {}) {
  PlannedSystemChange out{.customer = Uuid::numbered(customer),
                          .name = {},
                          .there = "7",
                          .writes = {},
                          .conflicts = std::move(conflicts)};
  for (std::string& each : writes) out.writes.push_back({.field = std::move(each)});
  return out;
}
PlannedSystemChange making(std::uint64_t customer, std::vector<std::string> writes = {}) {
  PlannedSystemChange out = change(customer, std::move(writes));
  out.there.clear();
  out.makes = true;
  return out;
}
PlannedSystemChange named(std::size_t bytes) {
  PlannedSystemChange out = change(1);
  out.there.assign(bytes, 'x');
  return out;
}

struct Case {
  std::string what;
  std::vector<PlannedSystemChange> changes;
  std::string objection;  // a part of it; empty: none
  bool makes = true;
};

TEST(PlanCheck, APlanMayDoWhatAPlanOfTheSystemCould) {
  constexpr std::size_t kThereMax = core::LinkToSystem::kThereMax;
  const std::vector<Case> cases = {
      {"nothing", {}, ""},
      {"two customers", {change(1, {"name", "website"}), change(2, {}, {"name"})}, ""},
      {"a write and a conflict of one field", {change(1, {"name"}, {"name"})}, ""},
      {"a customer twice", {change(1), change(1)}, "twice"},
      {"the longest name there", {named(kThereMax)}, ""},
      {"a longer one", {named(kThereMax + 1)}, "too long"},
      {"one that is made", {making(1, {"name", "notes"})}, ""},
      {"one that is made where none may be", {making(1)}, "forbids", false},
      {"more than may be made", {making(1), making(2)}, "make_max"},
      {"another field", {change(1, {"credit"})}, "writes credit, which is not kept in step"},
      {"what only a new one is given", {change(1, {"notes"})}, "writes notes"},
      {"a field twice", {change(1, {"name", "name"})}, "writes name twice"},
      {"a conflict in another field", {change(1, {}, {"notes"})}, "has a conflict in notes"},
      {"a conflict twice", {change(1, {}, {"name", "name"})}, "has a conflict in name twice"},
  };
  for (const Case& each : cases) {
    const auto found = check_plan(system_that(each.makes), {.version = 1, .changes = each.changes});
    ASSERT_EQ(found.has_value(), each.objection.empty()) << each.what;
    if (found) continue;
    EXPECT_NE(found.error().sentence().find(each.objection), std::string::npos)
        << each.what << ": " << found.error().sentence();
    EXPECT_EQ(found.error().problems.front().field, "changes") << each.what;
  }
}

}  // namespace
}  // namespace patchbay::app
