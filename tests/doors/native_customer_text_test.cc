// A customer as text is what its tree is written as.
#include <gtest/gtest.h>

#include "doors/native/customers/customer_json.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

using Form = ValueRule::Form;

// A value of the form, with characters that JSON escapes.
Value value_of(const FieldRow& field, std::size_t number) {
  switch (field.rule.form) {
    case Form::flag:
      return number % 2 == 0;
    case Form::whole:
    case Form::reference:
    case Form::customer:
      return static_cast<std::int64_t>(number) - 3;
    case Form::decimal:
      return *Decimal::parse("-0.050");
    case Form::wholes:
      return List{{"1"}, {"22"}};
    case Form::pairs:
      return List{{"a\"b", "c\\d"}, {"e", ""}};
    default:
      break;
  }
  if (field.sensitivity == Sensitivity::secret) return SealedSecret{.box = "box", .tail = "1\"1"};
  return "text \"quoted\"\n\x01 \xC3\xA9 " + std::to_string(number);
}

// All fields of the section have a value if `every` is 1; every second one if it is 2, and so on.
void set_fields(Record& record, Section section, const Uuid& part, std::size_t every) {
  const auto rows = field_rows(section);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto field = static_cast<Field>(static_cast<std::size_t>(first_field(section)) + i);
    const bool is_ordinal = !part.is_nil() && field == ordinal_field(section);
    if (is_ordinal)
      record.values.set({field, part}, static_cast<std::int64_t>(every));
    else if (i % every == 0)
      record.values.set({field, part}, value_of(rows[i], i));
  }
}

void expect_same(const core::View& view) {
  std::string text;
  append_customer(text, view);
  EXPECT_EQ(text, wire::json::write(customer_json(view)));
}

TEST(NativeCustomerText, is_what_the_tree_is_written_as) {
  for (const std::size_t every : {1U, 2U, 3U, 50U}) {
    core::View view;
    view.record.id = {101};
    view.record.uuid = Uuid::numbered(101);
    view.record.version = 7;
    set_fields(view.record, Section::customer, {}, every);
    for (const std::size_t part : {3U, 1U, 2U}) {
      set_fields(view.record, Section::address, Uuid::numbered(4 - part), part);
      set_fields(view.record, Section::contact, Uuid::numbered(part), part);
    }
    expect_same(view);
  }
}

TEST(NativeCustomerText, of_an_empty_record) { expect_same({}); }

TEST(NativeCustomerText, resolves_what_the_plan_says) {
  core::View view;
  view.record.id = {101};
  view.record.values.set({Field::parent, {}}, std::int64_t{2});
  view.plan.id = 4;
  std::size_t resolved = 0;
  for (std::size_t i = 0; i < field_rows().size(); ++i) {
    const auto field = static_cast<Field>(i);
    for (const Value& value : {Value{std::int64_t{-2}}, Value{std::string("plan")}}) {
      if (!means_plan(field, value)) continue;
      ++resolved;
      view.record.values.set({field, {}}, value);
      if (i % 2 == 0) view.plan.settings.set({field, {}}, std::int64_t{9});
    }
  }
  EXPECT_GT(resolved, 3U);
  expect_same(view);
}

}  // namespace
}  // namespace patchbay::doors::native
