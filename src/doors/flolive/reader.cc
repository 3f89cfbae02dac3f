// Members by their rows.
#include "doors/flolive/reader.h"

#include "base/wording.h"
#include "doors/flolive/json_value.h"

namespace patchbay::doors::flolive {
namespace {

// As many as the record takes.
constexpr std::size_t kNumbersMax = 1000;
constexpr std::size_t kRowsMax = 100;

template <typename Rows>
std::vector<std::string_view> names_of(const Rows& rows) {
  std::vector<std::string_view> out;
  for (const auto& row : rows) out.push_back(row.name);
  return out;
}

}  // namespace

void Reader::blame(std::string field, std::string what, Field near) {
  problems.push_back({Wrong::invalid, std::move(field), std::move(what), static_cast<int>(near)});
}

void Reader::unknown(const std::string& path, std::string_view name,
                     std::span<const std::string_view> known) {
  if (ignore_unknown_) return warnings.push_back("ignored unknown field " + path);
  blame(path, unknown_field(name, known, problems).what);
}

void Reader::wish(core::Wish wish, const Scope& scope) {
  wish.part_field = scope.part_field;
  wishes.push_back(std::move(wish));
}

void Reader::customer(const wire::Object& body) {
  object(body, of_ == Of::newcomer ? kNewCustomer : kCustomer, {});
}

void Reader::object(const wire::Object& object, std::span<const Member> members,
                    const Scope& scope) {
  const std::vector<std::string_view> known = names_of(members);
  for (const auto& [name, value] : object) {
    const std::string path = scope.prefix + name;
    if (const Member* row = find(members, name))
      member(*row, value, path, scope);
    else
      unknown(path, name, known);
  }
}

void Reader::member(const Member& member, const wire::Tree& value, const std::string& name,
                    const Scope& scope) {
  using Is = Member::Is;
  switch (member.is) {
    case Is::value:
      return wish(read_value(member.spelling(scope.part), value, name), scope);
    case Is::numbers:
    case Is::list:
      return wish(list(member, scope, value, name), scope);
    case Is::unavailable:
      if (!is_empty(value)) blame(name, "is not available");
      return;
    case Is::contact:
      return contact(member, value);
    case Is::addresses:
      return addresses(member, value);
    case Is::invoice:
      return invoice(value, name);
    case Is::id:     // read before the other members: they need it
    case Is::units:  // read together with what they are units of
      return;
  }
}

core::Wish Reader::list(const Member& member, const Scope& scope, const wire::Tree& value,
                        const std::string& name) {
  const Spelling spelling = member.spelling(scope.part);
  if (is_empty(value)) return read_clear(spelling, name);
  const wire::Array* items = value.array();
  if (!items) return refuse_kind(spelling, name, "an array", value.kind());
  const bool numbers = member.is == Member::Is::numbers;
  const std::size_t max = numbers ? kNumbersMax : kRowsMax;
  ListWish out{.field = name};
  const std::vector<std::string_view> known = names_of(member.cells);
  if (items->size() > max) {
    out.spoil(name, "must have at most " + counted(max, "entry", "entries"));
    items = nullptr;
  }
  for (std::size_t i = 0; items && i < items->size(); ++i) {
    const wire::Tree& item = (*items)[i];
    const std::string path = name + '[' + std::to_string(i) + ']';
    if (numbers) {
      read_number(out, item, path);
      continue;
    }
    read_row(out, member.cells, item, path);
    if (const wire::Object* cells = item.object())
      for (const auto& [key, unused] : *cells)
        if (!doors::find(member.cells, key))
          unknown(std::string(path).append(1, '.').append(key), key, known);
  }
  return {spelling.target, Value(std::move(out.rows)), std::move(out.field),
          std::move(out.complaint)};
}

}  // namespace patchbay::doors::flolive
