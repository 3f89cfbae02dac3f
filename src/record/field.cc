// The rows of fields.def as a table, and look-up by key.
#include "record/field.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace patchbay {
namespace {

using Form = Admits::Form;
constexpr std::int64_t kBig = 2147483647;

consteval Admits text(std::int64_t max) { return {.form = Form::text, .max = max}; }
consteval Admits whole(std::int64_t min, std::int64_t max) {
  return {.form = Form::whole, .min = min, .max = max};
}
consteval Admits flag_or_plan() { return whole(0, 1).or_plan(); }
consteval Admits decimal() { return {.form = Form::decimal, .unbounded = true}; }
consteval Admits decimal_from_zero() { return {.form = Form::decimal}; }
consteval Admits flag() { return {.form = Form::flag}; }
consteval Admits choice(std::string_view words) { return {.form = Form::choice, .words = words}; }
consteval Admits reference(Kind kind, std::int64_t min) {
  return {.form = Form::reference, .min = min, .max = kBig, .kind = kind};
}
consteval Admits customer() { return {.form = Form::customer, .min = 0, .max = INT64_MAX}; }
consteval Admits currency() { return {.form = Form::currency}; }
consteval Admits timezone() { return {.form = Form::timezone}; }
consteval Admits email() { return {.form = Form::email}; }
consteval Admits emails() { return {.form = Form::emails, .max = 1000}; }
consteval Admits url() { return {.form = Form::url}; }
consteval Admits ip() { return {.form = Form::ip}; }
consteval Admits card() { return {.form = Form::card}; }
consteval Admits date() { return {.form = Form::date}; }
consteval Admits e164() { return {.form = Form::e164}; }
consteval Admits wholes() { return {.form = Form::wholes}; }
consteval Admits pairs(std::string_view columns) {
  return {.form = Form::pairs, .max = 255, .words = columns};
}

using enum Kind;

constexpr FieldRow kRows[] = {
#define CUSTOMER_FIELD(key, admits, care, group, search, meaning) \
  {#key, Home::customer, admits, Care::care, Group::group, Search::search, meaning},
#define ADDRESS_FIELD(key, admits, care, group, search, meaning) \
  {#key, Home::address, admits, Care::care, Group::group, Search::search, meaning},
#define CONTACT_FIELD(key, admits, care, group, search, meaning) \
  {#key, Home::contact, admits, Care::care, Group::group, Search::search, meaning},
#include "record/fields.def"
#undef CUSTOMER_FIELD
#undef ADDRESS_FIELD
#undef CONTACT_FIELD
};

consteval bool secrets_are_not_searched() {
  for (const FieldRow& each : kRows)
    if (each.secret() && each.search != Search::no) return false;
  return true;
}
static_assert(secrets_are_not_searched(), "a secret would stand in the index of terms");

struct Word {
  Group group;
  std::string_view word;
};
constexpr Word kGroups[] = {
    {Group::affiliate, "affiliate"},   {Group::bulk, "bulk"},
    {Group::conference, "conference"}, {Group::credit, "credit"},
    {Group::faxes, "faxes"},           {Group::invoices, "invoices"},
    {Group::queues, "queues"},         {Group::recording, "recording"},
    {Group::wholesale, "wholesale"},
};

using Index = std::unordered_map<std::string_view, Field>;

Index index_of(Home home) {
  Index out;
  for (std::size_t i = 0; i < std::size(kRows); ++i)
    if (kRows[i].home == home) out.emplace(kRows[i].key, static_cast<Field>(i));
  return out;
}

}  // namespace

std::string_view word(Home home) {
  switch (home) {
    case Home::customer:
      return "";
    case Home::address:
      return "addresses";
    case Home::contact:
      return "contacts";
  }
  return "";
}

std::string_view word(Group group) {
  for (const Word& entry : kGroups)
    if (entry.group == group) return entry.word;
  return "none";
}

std::optional<Group> group_named(std::string_view name) {
  for (const Word& entry : kGroups)
    if (entry.word == name) return entry.group;
  return std::nullopt;
}

std::span<const FieldRow> field_rows() { return kRows; }

const FieldRow& row(Field field) { return kRows[static_cast<std::size_t>(field)]; }

std::optional<Field> field_named(Home home, std::string_view key) {
  static const std::array<Index, 3> kIndex{index_of(Home::customer), index_of(Home::address),
                                           index_of(Home::contact)};
  const Index& index = kIndex[static_cast<std::size_t>(home)];
  const auto found = index.find(key);
  if (found == index.end()) return std::nullopt;
  return found->second;
}

Field first_field(Home home) {
  switch (home) {
    case Home::customer:
      return Field{};
    case Home::address:
      return Field::address_ordinal;
    case Home::contact:
      return Field::contact_ordinal;
  }
  return Field{};
}

std::span<const FieldRow> field_rows(Home home) {
  const auto first = static_cast<std::size_t>(first_field(home));
  const auto end = home == Home::customer  ? static_cast<std::size_t>(first_field(Home::address))
                   : home == Home::address ? static_cast<std::size_t>(first_field(Home::contact))
                                           : std::size(kRows);
  return std::span(kRows).subspan(first, end - first);
}

}  // namespace patchbay
