// The effects of each lens on single fields.
#include "record/lens/lens_effects.h"

#include "record/value/address.h"

namespace patchbay {
namespace {

Edit normal(const Edit& edit) {
  const Value* value = std::get_if<Value>(&edit);
  const auto* text = value ? std::get_if<std::string>(value) : nullptr;
  return text && text->empty() ? Edit{Clear{}} : edit;
}

bool clears(const Edit& edit) { return std::holds_alternative<Clear>(edit); }

std::vector<FieldWrite> whole_text_writes(const PartRef& part, const Edit& edit) {
  std::vector<FieldWrite> out{{part, Field::address_street, edit}};
  for (auto field = Field::address_ordinal; field < Field::contact_ordinal;
       field = static_cast<Field>(static_cast<int>(field) + 1))
    if (is_location(field) && field != Field::address_street) out.push_back({part, field, Clear{}});
  return out;
}

std::vector<FieldWrite> status_writes(const Edit& edit) {
  if (edit == Edit{Value{std::string("deleted")}}) return {{{}, Field::deleted, Value{true}}};
  return {{{}, Field::status, edit}, {{}, Field::deleted, Value{false}}};
}

}  // namespace

std::vector<FieldWrite> writes_of(const Target& target, const Edit& given) {
  const Edit edit = normal(given);
  const bool of_customer = row(target.field).section == Section::customer;
  const PartRef part = of_customer ? PartRef{} : target.part;
  switch (target.lens) {
    case Lens::field:
    case Lens::zero_if_none:
      return {{part, target.field, edit}};
    case Lens::days_due:
      return {{{}, Field::invoices_due, edit}};
    case Lens::country_code:
    case Lens::country_name:
      return {{part, Field::address_country, edit}};
    case Lens::first_line:
      return {{part, Field::address_street, edit}, {part, Field::address_building_number, Clear{}}};
    case Lens::whole_text:
      return whole_text_writes(part, edit);
    case Lens::region:
      if (!clears(edit)) return {{part, Field::address_state, edit}};
      return {{part, Field::address_state, edit}, {part, Field::address_province, Clear{}}};
    case Lens::status_word:
      return status_writes(edit);
    case Lens::active_word:
    case Lens::id:
    case Lens::uuid:
    case Lens::version:
    case Lens::enterprise:
    case Lens::part:
    case Lens::parts:
      return {};
  }
  return {};
}

}  // namespace patchbay
