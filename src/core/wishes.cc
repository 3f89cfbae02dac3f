// Evaluating wishes one by one.
#include "core/wishes.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "record/address.h"

namespace patchbay::core {
namespace {

bool is_silence(const Wish& wish, const Record& before, CustomerId enterprise) {
  if (wish.target.lens == Lens::enterprise) return wish.edit == Edit{Value{enterprise.value}};
  // A flag that is not set, cleared: nothing to do, unless the door does not take an empty flag.
  if (!wish.complaint && std::holds_alternative<Clear>(wish.edit) &&
      look(before, wish.target) == Value{false})
    return true;
  return already(before, wish.target, wish.edit);
}

// Which paths a lens writes besides its own field.
bool covers(const Wish& wish, const Path& path) {
  const Field field = wish.target.field;
  switch (wish.target.lens) {
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
      return row(field).home == row(path.field).home;
    case Lens::active_word:
    case Lens::id:
    case Lens::uuid:
    case Lens::version:
    case Lens::enterprise:
      return false;
  }
  return false;
}

bool names_unknown_part(const Draft& draft, const Wish& wish) {
  const Home home = row(wish.target.field).home;
  if (home == Home::customer || wish.target.lens == Lens::parts) return false;
  if (locate(draft.record, home, wish.target.part)) return false;
  return wish.target.part.how == PartRef::How::known ||
         (wish.target.part.how == PartRef::How::or_first && draft.record.count_parts(home) > 0);
}

// A mark that stands already and is sent again counts as set: sent with another, one is too many.
void note_mark(Draft& draft, const Wish& wish) {
  const Field field = wish.target.field;
  const bool mark = field == Field::address_primary || field == Field::contact_primary;
  if (!mark || wish.target.lens != Lens::field || wish.edit != Edit{Value{true}}) return;
  if (const auto part = locate(draft.record, row(field).home, wish.target.part))
    draft.marked.push_back({field, *part});
}

}  // namespace

void put_wishes(Draft& draft, const Record& before, const std::vector<Wish>& wishes,
                CustomerId enterprise, std::vector<Problem>& problems) {
  std::set<std::tuple<PartRef::How, Uuid, int>> unknown;
  for (const Wish& wish : wishes) {
    if (names_unknown_part(draft, wish)) {
      // Blamed once, however many members of it were sent.
      const PartRef& part = wish.target.part;
      if (!unknown.emplace(part.how, part.id, part.number).second) continue;
      const bool address = row(wish.target.field).home == Home::address;
      problems.push_back({Wrong::invalid, wish.part_field.empty() ? wish.field : wish.part_field,
                          address ? "must be the id of an address of this customer"
                                  : "must be the id of a contact of this customer",
                          order_of(wish.target.field)});
      continue;
    }
    const bool makes = wish.target.part.how == PartRef::How::fresh;
    // A new customer shows nothing yet that a complaint could be about.
    const bool shown = !before.values.empty() || !wish.complaint;
    if (!makes && shown && is_silence(wish, before, enterprise)) {
      note_mark(draft, wish);
      continue;
    }
    if (wish.complaint) {
      problems.push_back(
          {Wrong::invalid, wish.field, *wish.complaint, order_of(wish.target.field)});
      continue;
    }
    if (auto written = put(draft, wish.target, wish.edit); !written)
      problems.push_back(
          {Wrong::invalid, wish.field, std::move(written.error()), order_of(wish.target.field)});
  }
}

void Spellings::sort_out() const {
  std::map<int, Uuid> made;
  for (const auto& [number, part] : draft_.made) made.emplace(number, part);
  for (const Wish& wish : wishes_) {
    const Home home = row(wish.target.field).home;
    if (wish.target.lens == Lens::parts) {
      of_home_.emplace(home, &wish);
      continue;
    }
    std::optional<Uuid> part;
    if (home == Home::customer)
      part = Uuid{};
    else if (wish.target.part.how != PartRef::How::fresh)
      part = locate(draft_.record, home, wish.target.part);
    else if (const auto fresh = made.find(wish.target.part.number); fresh != made.end())
      part = fresh->second;
    if (part) of_part_[{home, *part}].push_back(&wish);
  }
  is_sorted_ = true;
}

std::optional<std::string> Spellings::asked_as(const Path& path) const {
  if (!is_sorted_) sort_out();
  const Home home = row(path.field).home;
  const Wish* first = nullptr;
  if (const auto all = of_home_.find(home); all != of_home_.end()) first = all->second;
  if (const auto part = of_part_.find({home, path.part}); part != of_part_.end()) {
    const auto found =
        std::ranges::find_if(part->second, [&](const Wish* wish) { return covers(*wish, path); });
    // They stand in one vector, so that the earlier one has the lower address.
    if (found != part->second.end() && (!first || *found < first)) first = *found;
  }
  return first ? std::optional(first->field) : std::nullopt;
}

std::string Spellings::of(const Path& path) const { return asked_as(path).value_or(text(path)); }

}  // namespace patchbay::core
