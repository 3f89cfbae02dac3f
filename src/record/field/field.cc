// The rows of fields.def as a table, and lookup by key.
#include "record/field/field.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace patchbay {
namespace {

using Form = ValueRule::Form;
constexpr std::int64_t kBig = 2147483647;

consteval ValueRule text(std::int64_t max) { return {.form = Form::text, .max = max}; }
consteval ValueRule whole(std::int64_t min, std::int64_t max) {
  return {.form = Form::whole, .min = min, .max = max};
}
consteval ValueRule flag_or_plan() { return whole(0, 1).or_plan(); }
consteval ValueRule decimal() { return {.form = Form::decimal, .unbounded = true}; }
consteval ValueRule decimal_from_zero() { return {.form = Form::decimal}; }
consteval ValueRule flag() { return {.form = Form::flag}; }
consteval ValueRule choice(std::string_view words) {
  return {.form = Form::choice, .words = words};
}
consteval ValueRule reference(ReferenceKind kind, std::int64_t min) {
  return {.form = Form::reference, .min = min, .max = kBig, .kind = kind};
}
consteval ValueRule customer() { return {.form = Form::customer, .min = 0, .max = INT64_MAX}; }
consteval ValueRule currency() { return {.form = Form::currency}; }
consteval ValueRule timezone() { return {.form = Form::timezone}; }
consteval ValueRule email() { return {.form = Form::email}; }
consteval ValueRule emails() { return {.form = Form::emails, .max = 1000}; }
consteval ValueRule url() { return {.form = Form::url}; }
consteval ValueRule ip() { return {.form = Form::ip}; }
consteval ValueRule card() { return {.form = Form::card}; }
consteval ValueRule date() { return {.form = Form::date}; }
consteval ValueRule e164() { return {.form = Form::e164}; }
consteval ValueRule wholes() { return {.form = Form::wholes}; }
consteval ValueRule pairs(std::string_view columns) {
  return {.form = Form::pairs, .max = 255, .words = columns};
}

using enum ReferenceKind;

constexpr FieldRow kRows[] = {
#define CUSTOMER_FIELD(key, rule, sensitivity, privacy, group, search, meaning)         \
  {#key,         Section::customer, rule,   Sensitivity::sensitivity, Privacy::privacy, \
   Group::group, Search::search,    meaning},
#define ADDRESS_FIELD(key, rule, sensitivity, privacy, group, search, meaning)         \
  {#key,         Section::address, rule,   Sensitivity::sensitivity, Privacy::privacy, \
   Group::group, Search::search,   meaning},
#define CONTACT_FIELD(key, rule, sensitivity, privacy, group, search, meaning)         \
  {#key,         Section::contact, rule,   Sensitivity::sensitivity, Privacy::privacy, \
   Group::group, Search::search,   meaning},
#include "record/field/fields.def"
#undef CUSTOMER_FIELD
#undef ADDRESS_FIELD
#undef CONTACT_FIELD
};

// The headings and fields in the order of the file; the heading of a field's line is empty.
constexpr std::string_view kLines[] = {
#define FIELD_HEADING(title) title,
#define CUSTOMER_FIELD(...) "",
#define ADDRESS_FIELD CUSTOMER_FIELD
#define CONTACT_FIELD CUSTOMER_FIELD
#include "record/field/fields.def"
#undef CUSTOMER_FIELD
#undef ADDRESS_FIELD
#undef CONTACT_FIELD
};

constexpr auto kHeadings = [] {
  std::array<std::string_view, std::size(kRows)> out{};
  std::string_view current;
  std::size_t field = 0;
  for (const std::string_view line : kLines)
    if (line.empty())
      out[field++] = current;
    else
      current = line;
  return out;
}();
static_assert(std::ranges::none_of(kHeadings, &std::string_view::empty),
              "the first field of src/record/field/fields.def stands above the first heading");

consteval bool secrets_are_not_searched() {
  for (const FieldRow& each : kRows)
    if (each.secret() && each.search != Search::no) return false;
  return true;
}
static_assert(secrets_are_not_searched(), "a secret would stand in the index of terms");

// Erasing a person clears what searches find, whole.
consteval bool what_is_found_is_personal() {
  for (const FieldRow& each : kRows)
    if (each.search != Search::no && !each.personal()) return false;
  return true;
}
static_assert(what_is_found_is_personal(), "former values would stay after a person is erased");

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

Index index_of(Section section) {
  Index out;
  for (std::size_t i = 0; i < std::size(kRows); ++i)
    if (kRows[i].section == section) out.emplace(kRows[i].key, static_cast<Field>(i));
  return out;
}

}  // namespace

std::string_view word(Section section) {
  switch (section) {
    case Section::customer:
      return "";
    case Section::address:
      return "addresses";
    case Section::contact:
      return "contacts";
  }
  return "";
}

std::string_view word(Group group) {
  for (const Word& entry : kGroups)
    if (entry.group == group) return entry.word;
  return "none";
}

std::optional<Group> parse_group(std::string_view name) {
  for (const Word& entry : kGroups)
    if (entry.word == name) return entry.group;
  return std::nullopt;
}

std::span<const FieldRow> field_rows() { return kRows; }

const FieldRow& row(Field field) { return kRows[static_cast<std::size_t>(field)]; }

std::string_view heading(Field field) { return kHeadings[static_cast<std::size_t>(field)]; }

std::optional<Field> find_field(Section section, std::string_view key) {
  static const std::array<Index, 3> kIndex{index_of(Section::customer), index_of(Section::address),
                                           index_of(Section::contact)};
  const Index& index = kIndex[static_cast<std::size_t>(section)];
  const auto found = index.find(key);
  if (found == index.end()) return std::nullopt;
  return found->second;
}

Field first_field(Section section) {
  switch (section) {
    case Section::customer:
      return Field{};
    case Section::address:
      return Field::address_ordinal;
    case Section::contact:
      return Field::contact_ordinal;
  }
  return Field{};
}

std::span<const FieldRow> field_rows(Section section) {
  const auto first = static_cast<std::size_t>(first_field(section));
  const auto end =
      section == Section::customer  ? static_cast<std::size_t>(first_field(Section::address))
      : section == Section::address ? static_cast<std::size_t>(first_field(Section::contact))
                                    : std::size(kRows);
  return std::span(kRows).subspan(first, end - first);
}

}  // namespace patchbay
