// Writing through lenses, and finishing a draft.
#include <algorithm>

#include "record/lens/lens.h"
#include "record/value/address.h"
#include "record/value/bounds.h"
#include "record/value/unassigned.h"

namespace patchbay {
namespace {

using Written = std::expected<void, std::string>;
using Mode = PartRef::Mode;

// Returns the next ordinal: one more than the highest in the draft.
std::int64_t next_ordinal(Draft& draft, Section section) {
  std::int64_t& last = draft.last_ordinal[static_cast<std::size_t>(section)];
  if (last < 0) {
    last = 0;
    for (const Uuid& other : draft.record.parts(section))
      last = std::max(last, draft.record.whole(ordinal_field(section), other));
  }
  return ++last;
}

void make_part(Draft& draft, Section section, const Uuid& part, const PartRef& ref) {
  Record& record = draft.record;
  const bool first = record.count_parts(section) == 0;
  record.values.set({ordinal_field(section), part}, next_ordinal(draft, section));
  if (section == Section::contact) {
    record.values.set({Field::contact_type, part}, std::string(first ? "owner" : "member"));
    record.values.set({Field::contact_role, part}, std::string("none"));
    return;
  }
  const char* type = ref.mode == Mode::slot_delivery  ? "delivery"
                     : ref.mode == Mode::slot_billing ? "billing"
                                                      : "main";
  record.values.set({Field::address_type, part}, std::string(type));
}

void remove_part(Draft& draft, Section section, const Uuid& part) {
  draft.record.values.clear_part(section, part);
  draft.last_ordinal[static_cast<std::size_t>(section)] = -1;
}

// Whether the draft can hold one more part until it is completed.
bool has_room(Draft& draft, Section section) {
  bool& full = draft.full[static_cast<std::size_t>(section)];
  full = full || draft.record.count_parts(section) >= 2 * parts_max(section);
  return !full;
}

std::optional<Uuid> fresh_part(const Draft& draft, int number) {
  // The newest part is looked up most often, so the search starts at the end.
  const auto found = std::ranges::find(draft.made.rbegin(), draft.made.rend(), number,
                                       &std::pair<int, Uuid>::first);
  return found == draft.made.rend() ? std::nullopt : std::optional(found->second);
}

// Whether the value is a mask sent for a secret field. An edit with the mask of the stored secret
// never gets here, so this is the mask of another value.
bool foreign_mask(const FieldRow& field, const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return field.secret() && text && text->starts_with("****");
}

Written write_field(Draft& draft, const Path& path, const Edit& edit) {
  const FieldRow& field = row(path.field);
  const Value* value = std::get_if<Value>(&edit);
  const auto* text = value ? std::get_if<std::string>(value) : nullptr;
  const bool primary = path.field == Field::address_primary || path.field == Field::contact_primary;
  if (!value || (text && text->empty())) {
    if (field.rule.needed) return std::unexpected("cannot be cleared");
    if (primary) draft.unmarked.push_back(path);
    draft.record.values.clear(path);
    return {};
  }
  if (foreign_mask(field, *value))
    return std::unexpected(
        "is a mask of another value; send the whole value, or what a read shows");
  if (auto refused = find_objection(field.rule, *value))
    return std::unexpected(std::move(*refused));
  if (primary) (*value == Value{true} ? draft.marked : draft.unmarked).push_back(path);
  draft.record.values.set(path, *value);
  return {};
}

Written write_text(Draft& draft, const Uuid& address, const Edit& edit) {
  std::vector<Path> gone;
  if (const Values::Group* const group = draft.record.values.group(Section::address, address))
    for (const auto& [path, value] : *group)
      if (is_location(path.field)) gone.push_back(path);
  for (const Path& path : gone) draft.record.values.clear(path);
  return write_field(draft, {Field::address_street, address}, edit);
}

Written write_first_line(Draft& draft, const Uuid& address, const Edit& edit) {
  draft.record.values.clear({Field::address_building_number, address});
  return write_field(draft, {Field::address_street, address}, edit);
}

Written write_region(Draft& draft, const Uuid& address, const Edit& edit) {
  if (std::holds_alternative<Clear>(edit) || edit == Edit{Value{std::string()}})
    draft.record.values.clear({Field::address_province, address});
  return write_field(draft, {Field::address_state, address}, edit);
}

Written write_status(Draft& draft, const Edit& edit) {
  if (edit == Edit{Value{std::string("deleted")}})
    return write_field(draft, {Field::deleted, {}}, Value{true});
  if (auto written = write_field(draft, {Field::status, {}}, edit); !written) return written;
  return write_field(draft, {Field::deleted, {}}, Value{false});
}

// Whether no other address has this type. If another one has, removing this one would make the slot
// show the other, and clearing the slot again would destroy that one.
bool is_only_of_its_type(const Record& record, const Uuid& address) {
  const std::string type = record.text(Field::address_type, address);
  const std::vector<Uuid> all = record.parts(Section::address);
  return std::none_of(all.begin(), all.end(), [&](const Uuid& other) {
    return other != address && record.text(Field::address_type, other) == type;
  });
}

void keep_one_mark(Draft& draft, Section section, std::vector<RefusedMark>& refused) {
  Record& record = draft.record;
  const Field mark = primary_field(section);
  const std::vector<Uuid> parts = record.parts(section);
  if (parts.empty()) return;
  const auto of_this_section = [&](const Path& path) {
    return path.field == mark && record.has_part(section, path.part);
  };
  const auto newly = std::find_if(draft.marked.rbegin(), draft.marked.rend(), of_this_section);
  for (const Path& other : draft.marked)
    if (of_this_section(other) && other.part != newly->part) refused.push_back({*newly, true});
  Uuid chosen = newly != draft.marked.rend() ? newly->part : record.primary(section);
  if (chosen.is_nil()) {
    const auto off = std::find_if(draft.unmarked.begin(), draft.unmarked.end(), of_this_section);
    if (off != draft.unmarked.end()) refused.push_back({*off});
    chosen = off != draft.unmarked.end() ? off->part : parts.front();
  }
  for (const Uuid& part : parts) {
    const Path path{mark, part};
    if (part == chosen)
      record.values.set(path, true);
    else if (record.flag(mark, part))
      record.values.set(path, false);
  }
}

}  // namespace

std::optional<Uuid> find_or_make_part(Draft& draft, Section section, const PartRef& ref) {
  if (ref.mode == Mode::fresh) {
    if (auto made = fresh_part(draft, ref.number)) return made;
    if (!has_room(draft, section)) return std::nullopt;
    const Uuid part = draft.fresh_uuid();
    draft.made.emplace_back(ref.number, part);
    make_part(draft, section, part, ref);
    return part;
  }
  const bool slot = ref.mode >= Mode::slot_main;
  std::optional<Uuid> part = find_part(draft.record, section, ref);
  const bool may_make = slot || ref.mode == Mode::or_new ||
                        (ref.mode == Mode::or_first && draft.record.parts(section).empty());
  // No stored part has the id of a placeholder.
  if (!part && !slot && is_unassigned(ref.id)) return std::nullopt;
  if (!part && may_make && has_room(draft, section)) {
    part = slot ? draft.fresh_uuid() : ref.id;
    make_part(draft, section, *part, ref);
    if (ref.mode == Mode::slot_primary)
      draft.record.values.set({primary_field(section), *part}, true);
  }
  if (part && slot && section == Section::address) draft.slots.push_back(*part);
  return part;
}

std::expected<void, std::string> write_value(Draft& draft, const Target& target, const Edit& edit) {
  const Section section = row(target.field).section;
  if (target.lens == Lens::parts) {
    for (const Uuid& part : draft.record.parts(section)) remove_part(draft, section, part);
    return {};
  }
  const std::optional<Uuid> part = find_or_make_part(draft, section, target.part);
  if (!part && draft.full[static_cast<std::size_t>(section)]) return {};
  if (!part)
    return std::unexpected(section == Section::address
                               ? "must be the id of an address of this customer"
                               : "must be the id of a contact of this customer");
  switch (target.lens) {
    case Lens::field:
    case Lens::zero_if_none:
      return write_field(draft, {target.field, *part}, edit);
    case Lens::days_due:
      return write_field(draft, {Field::invoices_due, {}}, edit);
    case Lens::country_code:
    case Lens::country_name:
      return write_field(draft, {Field::address_country, *part}, edit);
    case Lens::first_line:
      return write_first_line(draft, *part, edit);
    case Lens::whole_text:
      return write_text(draft, *part, edit);
    case Lens::region:
      return write_region(draft, *part, edit);
    case Lens::status_word:
      return write_status(draft, edit);
    case Lens::part:
      remove_part(draft, section, *part);
      return {};
    case Lens::active_word:
    case Lens::id:
    case Lens::uuid:
    case Lens::version:
    case Lens::enterprise:
      return std::unexpected("cannot be changed here");
    case Lens::parts:
      return {};
  }
  return {};
}

std::vector<RefusedMark> complete_draft(Draft& draft) {
  for (const Uuid& address : draft.slots)
    if (draft.record.has_part(Section::address, address) &&
        is_empty_address(draft.record, address) && is_only_of_its_type(draft.record, address))
      remove_part(draft, Section::address, address);
  std::vector<RefusedMark> refused;
  for (const Section section : {Section::address, Section::contact})
    keep_one_mark(draft, section, refused);
  return refused;
}

}  // namespace patchbay
