// The single writes of each lens have the effect of writing through the lens.
#include "record/lens/lens_effects.h"

#include <gtest/gtest.h>

#include "record/value/record.h"

namespace patchbay {
namespace {

// A customer with two full addresses, a contact and a status.
Record full_record() {
  Record out;
  out.id = {7};
  out.version = 1;
  const auto set = [&](Field field, Uuid part, Value value) {
    out.values.set({field, part}, std::move(value));
  };
  set(Field::name, {}, std::string("Volvo"));
  set(Field::status, {}, std::string("off"));
  set(Field::deleted, {}, true);
  set(Field::invoices_due, {}, std::int64_t{-1});
  const Uuid main = Uuid::numbered(1);
  set(Field::address_ordinal, main, std::int64_t{1});
  set(Field::address_type, main, std::string("main"));
  set(Field::address_primary, main, true);
  for (const Field field :
       {Field::address_street, Field::address_building_number, Field::address_floor,
        Field::address_line2, Field::address_other, Field::address_city, Field::address_province,
        Field::address_state, Field::address_country, Field::address_company})
    set(field, main, std::string("before"));
  set(Field::contact_ordinal, Uuid::numbered(2), std::int64_t{1});
  set(Field::contact_type, Uuid::numbered(2), std::string("owner"));
  set(Field::contact_role, Uuid::numbered(2), std::string("none"));
  set(Field::contact_primary, Uuid::numbered(2), true);
  return out;
}

Values after_writing(const std::vector<std::pair<Target, Edit>>& writes) {
  std::uint64_t last = 100;
  Draft draft{.record = full_record(), .fresh_uuid = [&] { return Uuid::numbered(++last); }};
  for (const auto& [target, edit] : writes) EXPECT_TRUE(write_value(draft, target, edit));
  return draft.record.values;
}

TEST(LensEffects, SingleWritesDoWhatTheLensDoes) {
  const Edit text = Value{std::string("off")};
  const PartRef main{.mode = PartRef::Mode::slot_main};
  const PartRef delivery{.mode = PartRef::Mode::slot_delivery};
  const PartRef known{.mode = PartRef::Mode::known, .id = Uuid::numbered(1)};
  const PartRef primary{.mode = PartRef::Mode::slot_primary};
  const Edit clear = Clear{};
  const std::pair<Target, Edit> cases[] = {
      {{.field = Field::notes}, text},
      {{.field = Field::notes}, clear},
      {{.field = Field::notes}, Value{std::string()}},
      {{Lens::first_line, Field::address_street, main}, text},
      {{Lens::first_line, Field::address_street, main}, clear},
      {{Lens::first_line, Field::address_street, known}, text},
      {{Lens::first_line, Field::address_street, delivery}, text},
      {{Lens::whole_text, Field::address_street, main}, text},
      {{Lens::whole_text, Field::address_street, main}, clear},
      {{Lens::whole_text, Field::address_street, delivery}, text},
      {{Lens::region, Field::address_state, main}, text},
      {{Lens::region, Field::address_state, main}, clear},
      {{Lens::country_code, Field::address_country, main}, text},
      {{Lens::country_name, Field::address_country, main}, clear},
      {{Lens::status_word, Field::status, {}}, text},
      {{Lens::status_word, Field::status, {}}, Value{std::string("deleted")}},
      {{Lens::zero_if_none, Field::email_quota, {}}, Value{std::int64_t{5}}},
      {{Lens::days_due, Field::invoices_due, {}}, Value{std::int64_t{5}}},
      {{Lens::days_due, Field::invoices_due, {}}, clear},
      {{Lens::field, Field::contact_remarks, primary}, text},
      {{Lens::field, Field::contact_remarks, primary}, clear},
  };
  for (const auto& [target, edit] : cases) {
    std::vector<std::pair<Target, Edit>> single;
    for (const FieldWrite& each : writes_of(target, edit))
      single.push_back({{Lens::field, each.field, each.part}, each.edit});
    EXPECT_FALSE(single.empty());
    EXPECT_EQ(after_writing({{target, edit}}), after_writing(single))
        << static_cast<int>(target.lens) << ' ' << describe(edit);
  }
}

TEST(LensEffects, ReadOnlyLensesAndWholePartsHaveNone) {
  for (const Lens lens : {Lens::active_word, Lens::id, Lens::uuid, Lens::version, Lens::enterprise,
                          Lens::part, Lens::parts})
    EXPECT_TRUE(writes_of({lens, Field::address_street, {}}, Clear{}).empty());
}

}  // namespace
}  // namespace patchbay
