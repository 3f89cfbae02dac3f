// The kinds of reference, and the values that a rate plan supplies.
#include "record/admin/reference.h"

#include <set>

#include <gtest/gtest.h>

namespace patchbay {
namespace {

TEST(ReferenceKind, HasAWordAndIsFoundByIt) {
  for (int i = 0; i < kKinds; ++i) {
    const auto kind = static_cast<ReferenceKind>(i);
    EXPECT_EQ(parse_kind(word(kind)), kind);
  }
  EXPECT_EQ(word(ReferenceKind::plan), "plan");
  EXPECT_EQ(word(ReferenceKind::time_group), "time_group");
  EXPECT_EQ(word(ReferenceKind::role), "role");
  EXPECT_EQ(static_cast<int>(ReferenceKind::system), kKinds - 1);
  EXPECT_FALSE(parse_kind("plans"));
  EXPECT_FALSE(parse_kind(""));
}

TEST(Plan, IsMeantByItsSentinelsOnly) {
  EXPECT_TRUE(means_plan(Field::invoices_due, std::int64_t{-2}));
  EXPECT_FALSE(means_plan(Field::invoices_due, std::int64_t{-1}));
  EXPECT_TRUE(means_plan(Field::call_maximum, *Decimal::parse("-2.00")));
  EXPECT_FALSE(means_plan(Field::call_maximum, *Decimal::parse("-1")));
  EXPECT_TRUE(means_plan(Field::contract, "plan"));
  EXPECT_FALSE(means_plan(Field::contract, "1_year"));
  EXPECT_FALSE(means_plan(Field::name, "plan"));
  EXPECT_FALSE(means_plan(Field::bill_type, "plan"));
  EXPECT_FALSE(means_plan(Field::balance, *Decimal::parse("-2")));
  EXPECT_FALSE(means_plan(Field::low_balance, *Decimal::parse("-2")));
}

TEST(Plan, SuppliesWhatARecordLeavesToIt) {
  Reference plan;
  plan.settings.set({Field::invoices_due, {}}, std::int64_t{30});
  plan.settings.set({Field::contract, {}}, std::string("1_year"));
  plan.settings.set({Field::invoices, {}}, std::string("plan"));
  plan.settings.set({Field::overmax, {}}, std::int64_t{1});
  Record record;
  record.values.set({Field::invoices_due, {}}, std::int64_t{-2});
  record.values.set({Field::contract, {}}, std::string("plan"));
  record.values.set({Field::invoices, {}}, std::string("plan"));
  record.values.set({Field::inmaximum, {}}, std::int64_t{-2});
  record.values.set({Field::outmaximum, {}}, std::int64_t{4});

  struct Case {
    Field field;
    std::string_view want;
  };
  for (const auto& [field, want] :
       std::initializer_list<Case>{{Field::invoices_due, "30"},
                                   {Field::contract, "\"1_year\""},
                                   {Field::invoices, "nothing"},   // the plan has the sentinel too
                                   {Field::inmaximum, "nothing"},  // the plan has no value
                                   {Field::outmaximum, "4"},
                                   {Field::overmax, "nothing"}}) {  // the value is not the sentinel
    const Value* found = resolve_with_plan(record, &plan, field);
    EXPECT_EQ(found ? describe(*found) : "nothing", want) << row(field).key;
  }
  EXPECT_EQ(resolve_with_plan(record, nullptr, Field::invoices_due), nullptr);
  EXPECT_EQ(describe(*resolve_with_plan(record, nullptr, Field::outmaximum)), "4");
}

}  // namespace
}  // namespace patchbay
