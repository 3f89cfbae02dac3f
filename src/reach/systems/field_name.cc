// Names by section, slot and field.
#include "reach/systems/field_name.h"

#include <algorithm>
#include <array>
#include <vector>

namespace patchbay::reach {
namespace {

using Mode = PartRef::Mode;

struct Slot {
  Mode mode;
  Section section;
  std::string_view name;
};
constexpr Slot kSlots[] = {
    {Mode::none, Section::customer, ""},
    {Mode::slot_main, Section::address, "addresses/main"},
    {Mode::slot_delivery, Section::address, "addresses/delivery"},
    {Mode::slot_billing, Section::address, "addresses/billing"},
    {Mode::slot_primary, Section::contact, "contacts/primary"},
};

bool is_of_one_record(Field field) {
  using Form = ValueRule::Form;
  const FieldRow& of = row(field);
  const Form form = of.rule.form;
  return !of.secret() && of.sensitivity != Sensitivity::server && form != Form::reference &&
         form != Form::customer && field != Field::deleted && field != Field::address_type &&
         field != Field::address_primary && field != Field::contact_primary;
}

std::string name_in(const Slot& slot, std::string_view key) {
  return slot.name.empty() ? std::string(key) : std::string(slot.name) + '/' + std::string(key);
}

bool shows_a_value(Lens lens) {
  constexpr std::array kOthers = {Lens::id,         Lens::uuid, Lens::version,
                                  Lens::enterprise, Lens::part, Lens::parts};
  return std::ranges::find(kOthers, lens) == kOthers.end();
}

}  // namespace

std::optional<Target> find_target(std::string_view name) {
  for (const Slot& slot : kSlots) {
    if (slot.section == Section::address && name == slot.name)
      return Target{
          .lens = Lens::whole_text, .field = Field::address_street, .part = {.mode = slot.mode}};
    std::string_view key = name;
    if (!slot.name.empty()) {
      if (!name.starts_with(slot.name) || name.substr(slot.name.size(), 1) != "/") continue;
      key.remove_prefix(slot.name.size() + 1);
    }
    const auto field = find_field(slot.section, key);
    if (field && is_of_one_record(*field))
      return Target{.field = *field, .part = {.mode = slot.mode}};
  }
  return std::nullopt;
}

std::optional<std::string> find_name(const Target& target) {
  const auto* slot = std::ranges::find(kSlots, target.part.mode, &Slot::mode);
  if (slot == std::end(kSlots) || !shows_a_value(target.lens)) return std::nullopt;
  if (target.lens == Lens::whole_text) return std::string(slot->name);
  if (!is_of_one_record(target.field)) return std::nullopt;
  return name_in(*slot, row(target.field).key);
}

std::vector<std::string> field_names() {
  std::vector<std::string> out;
  for (const Slot& slot : kSlots) {
    if (slot.section == Section::address) out.emplace_back(slot.name);
    for (const FieldRow& each : field_rows(slot.section)) {
      std::string name = name_in(slot, each.key);
      if (find_target(name)) out.push_back(std::move(name));
    }
  }
  return out;
}

}  // namespace patchbay::reach
