// Builds a record from what is shown, and moves its parts to slots.
#include "reach/systems/remote_customer.h"

#include <algorithm>
#include <tuple>

#include "reach/systems/field_name.h"

namespace patchbay::reach {
namespace {

using Mode = PartRef::Mode;

// The record of a system has no other parts than those that it shows, so they are made.
Target made_if_missing(Target target) {
  if (target.part.mode == Mode::known) target.part.mode = Mode::or_new;
  return target;
}

Record record_of(const doors::ShownCustomer& shown) {
  std::uint64_t made = 0;
  Draft draft{.record = {}, .fresh_uuid = [&made] { return Uuid::numbered(++made); }};
  for (const core::FieldEdit& each : shown.fields)
    // Writing through this lens removes the part that is shown to exist.
    if (each.target.lens != Lens::part)
      std::ignore = write_value(draft, made_if_missing(each.target), each.edit);
  (void)complete_draft(draft);
  Record out = std::move(draft.record);
  if (shown.subject) {
    if (const auto* id = std::get_if<CustomerId>(&*shown.subject)) out.id = *id;
    if (const auto* uuid = std::get_if<Uuid>(&*shown.subject)) out.uuid = *uuid;
  }
  out.values.set({Field::name, {}}, shown.name);
  return out;
}

// The slot that a part with an id is in.
std::optional<PartRef> slot_of(const Record& record, const Target& target) {
  if (target.part.mode == Mode::none || target.part.mode >= Mode::slot_main) return target.part;
  const Section section = section_of(target.field);
  for (const Mode mode :
       {Mode::slot_main, Mode::slot_delivery, Mode::slot_billing, Mode::slot_primary}) {
    if ((mode == Mode::slot_primary) != (section == Section::contact)) continue;
    const auto found = find_part(record, section, {.mode = mode});
    if (found && *found == target.part.id) return PartRef{.mode = mode};
  }
  return std::nullopt;
}

}  // namespace

const ShownField* RemoteCustomer::find(std::string_view name) const {
  const auto found = std::ranges::find(fields, name, &ShownField::name);
  return found == fields.end() ? nullptr : &*found;
}

RemoteCustomer to_remote(const doors::ShownCustomer& shown) {
  RemoteCustomer out{.subject = shown.subject.value_or(core::Oneself{}),
                     .record = record_of(shown)};
  for (const core::FieldEdit& each : shown.fields) {
    const auto slot = slot_of(out.record, each.target);
    if (!slot) continue;
    Target target = each.target;
    target.part = *slot;
    auto name = find_name(target);
    if (!name || out.find(*name)) continue;
    const Value* value = std::get_if<Value>(&each.edit);
    out.fields.push_back({std::move(*name), target, value ? std::optional(*value) : std::nullopt});
  }
  return out;
}

}  // namespace patchbay::reach
