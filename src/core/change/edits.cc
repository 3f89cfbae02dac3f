// Applies edits one by one.
#include "core/change/edits.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "record/value/address.h"

namespace patchbay::core {
namespace {

bool is_no_change(const FieldEdit& field_edit, const Record& before, CustomerId enterprise) {
  if (field_edit.target.lens == Lens::enterprise)
    return field_edit.edit == Edit{Value{enterprise.value}};
  // Clearing a flag that is not set changes nothing, unless the door refuses an empty flag.
  if (!field_edit.objection && std::holds_alternative<Clear>(field_edit.edit) &&
      value_at(before, field_edit.target) == Value{false})
    return true;
  return would_change_nothing(before, field_edit.target, field_edit.edit);
}

// Whether a lens also writes this path.
bool covers(const FieldEdit& field_edit, const Path& path) {
  const Field field = field_edit.target.field;
  switch (field_edit.target.lens) {
    case Lens::field:
    case Lens::zero_if_none:
      return field == path.field;
    case Lens::days_due:
      return path.field == Field::invoices_due;
    case Lens::first_line:
      return path.field == Field::address_street || path.field == Field::address_building_number;
    case Lens::whole_text:
      return is_location(path.field);
    case Lens::region:
      return path.field == Field::address_state || path.field == Field::address_province;
    case Lens::country_code:
    case Lens::country_name:
      return path.field == Field::address_country;
    case Lens::status_word:
      return path.field == Field::status || path.field == Field::deleted;
    case Lens::part:
    case Lens::parts:
      return row(field).section == row(path.field).section;
    case Lens::active_word:
    case Lens::id:
    case Lens::uuid:
    case Lens::version:
    case Lens::enterprise:
      return false;
  }
  return false;
}

bool has_unknown_part(const Draft& draft, const FieldEdit& field_edit) {
  const Section section = row(field_edit.target.field).section;
  if (section == Section::customer || field_edit.target.lens == Lens::parts) return false;
  if (find_part(draft.record, section, field_edit.target.part)) return false;
  return field_edit.target.part.mode == PartRef::Mode::known ||
         (field_edit.target.part.mode == PartRef::Mode::or_first &&
          draft.record.count_parts(section) > 0);
}

// A primary mark that is set already and is sent again counts as set, so that a second mark in the
// same call is refused.
void note_mark(Draft& draft, const FieldEdit& field_edit) {
  const Field field = field_edit.target.field;
  const bool mark = field == Field::address_primary || field == Field::contact_primary;
  if (!mark || field_edit.target.lens != Lens::field || field_edit.edit != Edit{Value{true}})
    return;
  if (const auto part = find_part(draft.record, row(field).section, field_edit.target.part))
    draft.marked.push_back({field, *part});
}

}  // namespace

void apply_edits(Draft& draft, const Record& before, const std::vector<FieldEdit>& edits,
                 CustomerId enterprise, std::vector<Problem>& problems) {
  std::set<std::tuple<PartRef::Mode, Uuid, int>> unknown;
  for (const FieldEdit& field_edit : edits) {
    if (has_unknown_part(draft, field_edit)) {
      // Reported once, even if several fields of the part were sent.
      const PartRef& part = field_edit.target.part;
      if (!unknown.emplace(part.mode, part.id, part.number).second) continue;
      const bool address = row(field_edit.target.field).section == Section::address;
      problems.push_back({ErrorKind::invalid,
                          field_edit.part_field.empty() ? field_edit.field : field_edit.part_field,
                          address ? "must be the id of an address of this customer"
                                  : "must be the id of a contact of this customer",
                          order_of(field_edit.target.field)});
      continue;
    }
    const bool makes = field_edit.target.part.mode == PartRef::Mode::fresh;
    // A new customer has no values that an edit with an objection could repeat.
    const bool shown = !before.values.empty() || !field_edit.objection;
    if (!makes && shown && is_no_change(field_edit, before, enterprise)) {
      note_mark(draft, field_edit);
      continue;
    }
    if (field_edit.objection) {
      problems.push_back({ErrorKind::invalid, field_edit.field, *field_edit.objection,
                          order_of(field_edit.target.field)});
      continue;
    }
    if (auto written = write_value(draft, field_edit.target, field_edit.edit); !written)
      problems.push_back({ErrorKind::invalid, field_edit.field, std::move(written.error()),
                          order_of(field_edit.target.field)});
  }
}

void Spellings::index_edits() const {
  std::map<int, Uuid> made;
  for (const auto& [number, part] : draft_.made) made.emplace(number, part);
  for (const FieldEdit& field_edit : edits_) {
    const Section section = row(field_edit.target.field).section;
    if (field_edit.target.lens == Lens::parts) {
      of_section_.emplace(section, &field_edit);
      continue;
    }
    std::optional<Uuid> part;
    if (section == Section::customer)
      part = Uuid{};
    else if (field_edit.target.part.mode != PartRef::Mode::fresh)
      part = find_part(draft_.record, section, field_edit.target.part);
    else if (const auto fresh = made.find(field_edit.target.part.number); fresh != made.end())
      part = fresh->second;
    if (part) of_part_[{section, *part}].push_back(&field_edit);
  }
  is_sorted_ = true;
}

std::optional<std::string> Spellings::spelled_by_caller(const Path& path) const {
  if (!is_sorted_) index_edits();
  const Section section = row(path.field).section;
  const FieldEdit* first = nullptr;
  if (const auto all = of_section_.find(section); all != of_section_.end()) first = all->second;
  if (const auto part = of_part_.find({section, path.part}); part != of_part_.end()) {
    const auto found = std::ranges::find_if(
        part->second, [&](const FieldEdit* field_edit) { return covers(*field_edit, path); });
    // All edits are in one vector, so the earlier one has the lower address.
    if (found != part->second.end() && (!first || *found < first)) first = *found;
  }
  return first ? std::optional(first->field) : std::nullopt;
}

std::string Spellings::of(const Path& path) const {
  return spelled_by_caller(path).value_or(text(path));
}

}  // namespace patchbay::core
