// Writing through lenses, and making a draft whole.
#include <algorithm>

#include "record/address.h"
#include "record/bounds.h"
#include "record/lens.h"

namespace patchbay {
namespace {

using Written = std::expected<void, std::string>;
using How = PartRef::How;

// The ordinals that are given out count on from the highest that there was.
std::int64_t next_ordinal(Draft& draft, Home home) {
  std::int64_t& last = draft.last_ordinal[static_cast<std::size_t>(home)];
  if (last < 0) {
    last = 0;
    for (const Uuid& other : draft.record.parts(home))
      last = std::max(last, draft.record.whole(ordinal_field(home), other));
  }
  return ++last;
}

void make_part(Draft& draft, Home home, const Uuid& part, const PartRef& ref) {
  Record& record = draft.record;
  const bool first = record.count_parts(home) == 0;
  record.values.set({ordinal_field(home), part}, next_ordinal(draft, home));
  if (home == Home::contact) {
    record.values.set({Field::contact_type, part}, std::string(first ? "owner" : "member"));
    record.values.set({Field::contact_role, part}, std::string("none"));
    return;
  }
  const char* type = ref.how == How::slot_delivery  ? "delivery"
                     : ref.how == How::slot_billing ? "billing"
                                                    : "main";
  record.values.set({Field::address_type, part}, std::string(type));
}

void remove_part(Draft& draft, Home home, const Uuid& part) {
  draft.record.values.clear_part(home, part);
  draft.last_ordinal[static_cast<std::size_t>(home)] = -1;
}

// Whether one more part can stand in the draft for now.
bool has_room(Draft& draft, Home home) {
  bool& full = draft.full[static_cast<std::size_t>(home)];
  full = full || draft.record.count_parts(home) >= 2 * parts_max(home);
  return !full;
}

std::optional<Uuid> fresh_part(const Draft& draft, int number) {
  // The one made last is asked for most.
  const auto found = std::ranges::find(draft.made.rbegin(), draft.made.rend(), number,
                                       &std::pair<int, Uuid>::first);
  return found == draft.made.rend() ? std::nullopt : std::optional(found->second);
}

// A text that only looks like a secret: a mask that is not the mask of what stands there.
bool foreign_mask(const FieldRow& field, const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return field.secret() && text && text->starts_with("****");
}

Written put_field(Draft& draft, const Path& path, const Edit& edit) {
  const FieldRow& field = row(path.field);
  const Value* value = std::get_if<Value>(&edit);
  const auto* text = value ? std::get_if<std::string>(value) : nullptr;
  const bool primary = path.field == Field::address_primary || path.field == Field::contact_primary;
  if (!value || (text && text->empty())) {
    if (field.admits.needed) return std::unexpected("cannot be cleared");
    if (primary) draft.unmarked.push_back(path);
    draft.record.values.clear(path);
    return {};
  }
  if (foreign_mask(field, *value))
    return std::unexpected(
        "is a mask of another value; send the whole value, or what a read shows");
  if (auto refused = refusal(field.admits, *value)) return std::unexpected(std::move(*refused));
  if (primary) (*value == Value{true} ? draft.marked : draft.unmarked).push_back(path);
  draft.record.values.set(path, *value);
  return {};
}

Written put_text(Draft& draft, const Uuid& address, const Edit& edit) {
  std::vector<Path> gone;
  if (const Values::Group* const group = draft.record.values.group(Home::address, address))
    for (const auto& [path, value] : *group)
      if (is_location(path.field)) gone.push_back(path);
  for (const Path& path : gone) draft.record.values.clear(path);
  return put_field(draft, {Field::address_street, address}, edit);
}

Written put_first_line(Draft& draft, const Uuid& address, const Edit& edit) {
  draft.record.values.clear({Field::address_building_number, address});
  return put_field(draft, {Field::address_street, address}, edit);
}

Written put_region(Draft& draft, const Uuid& address, const Edit& edit) {
  if (std::holds_alternative<Clear>(edit) || edit == Edit{Value{std::string()}})
    draft.record.values.clear({Field::address_province, address});
  return put_field(draft, {Field::address_state, address}, edit);
}

Written put_status(Draft& draft, const Edit& edit) {
  if (edit == Edit{Value{std::string("deleted")}})
    return put_field(draft, {Field::deleted, {}}, Value{true});
  if (auto written = put_field(draft, {Field::status, {}}, edit); !written) return written;
  return put_field(draft, {Field::deleted, {}}, Value{false});
}

// With another of its type left, a slot would show that one instead, and emptying it again would
// destroy it.
bool is_only_of_its_type(const Record& record, const Uuid& address) {
  const std::string type = record.text(Field::address_type, address);
  const std::vector<Uuid> all = record.parts(Home::address);
  return std::none_of(all.begin(), all.end(), [&](const Uuid& other) {
    return other != address && record.text(Field::address_type, other) == type;
  });
}

void keep_one_mark(Draft& draft, Home home, std::vector<RefusedMark>& refused) {
  Record& record = draft.record;
  const Field mark = primary_field(home);
  const std::vector<Uuid> parts = record.parts(home);
  if (parts.empty()) return;
  const auto of_this_home = [&](const Path& path) {
    return path.field == mark && record.has_part(home, path.part);
  };
  const auto newly = std::find_if(draft.marked.rbegin(), draft.marked.rend(), of_this_home);
  for (const Path& other : draft.marked)
    if (of_this_home(other) && other.part != newly->part) refused.push_back({*newly, true});
  Uuid chosen = newly != draft.marked.rend() ? newly->part : record.primary(home);
  if (chosen.nil()) {
    const auto off = std::find_if(draft.unmarked.begin(), draft.unmarked.end(), of_this_home);
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

std::optional<Uuid> locate_or_make(Draft& draft, Home home, const PartRef& ref) {
  if (ref.how == How::fresh) {
    if (auto made = fresh_part(draft, ref.number)) return made;
    if (!has_room(draft, home)) return std::nullopt;
    const Uuid part = draft.fresh_uuid();
    draft.made.emplace_back(ref.number, part);
    make_part(draft, home, part, ref);
    return part;
  }
  const bool slot = ref.how >= How::slot_main;
  std::optional<Uuid> part = locate(draft.record, home, ref);
  const bool may_make = slot || ref.how == How::or_new ||
                        (ref.how == How::or_first && draft.record.parts(home).empty());
  if (!part && may_make && has_room(draft, home)) {
    part = slot ? draft.fresh_uuid() : ref.id;
    make_part(draft, home, *part, ref);
    if (ref.how == How::slot_primary) draft.record.values.set({primary_field(home), *part}, true);
  }
  if (part && slot && home == Home::address) draft.slots.push_back(*part);
  return part;
}

std::expected<void, std::string> put(Draft& draft, const Target& target, const Edit& edit) {
  const Home home = row(target.field).home;
  if (target.lens == Lens::parts) {
    for (const Uuid& part : draft.record.parts(home)) remove_part(draft, home, part);
    return {};
  }
  const std::optional<Uuid> part = locate_or_make(draft, home, target.part);
  if (!part && draft.full[static_cast<std::size_t>(home)]) return {};
  if (!part)
    return std::unexpected(home == Home::address ? "must be the id of an address of this customer"
                                                 : "must be the id of a contact of this customer");
  switch (target.lens) {
    case Lens::field:
    case Lens::zero_if_none:
      return put_field(draft, {target.field, *part}, edit);
    case Lens::days_due:
      return put_field(draft, {Field::invoices_due, {}}, edit);
    case Lens::country_code:
    case Lens::country_name:
      return put_field(draft, {Field::address_country, *part}, edit);
    case Lens::first_line:
      return put_first_line(draft, *part, edit);
    case Lens::whole_text:
      return put_text(draft, *part, edit);
    case Lens::region:
      return put_region(draft, *part, edit);
    case Lens::status_word:
      return put_status(draft, edit);
    case Lens::part:
      remove_part(draft, home, *part);
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

std::vector<RefusedMark> settle(Draft& draft) {
  for (const Uuid& address : draft.slots)
    if (draft.record.has_part(Home::address, address) && is_empty_address(draft.record, address) &&
        is_only_of_its_type(draft.record, address))
      remove_part(draft, Home::address, address);
  std::vector<RefusedMark> refused;
  for (const Home home : {Home::address, Home::contact}) keep_one_mark(draft, home, refused);
  return refused;
}

}  // namespace patchbay
