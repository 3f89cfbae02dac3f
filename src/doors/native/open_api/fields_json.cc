// Writes the table of fields as JSON, with the names that the other doors give to each field.
#include "doors/native/open_api/fields_json.h"

#include <algorithm>

#include "base/text.h"
#include "doors/door.h"
#include "record/admin/reference.h"
#include "record/field/field.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

std::string_view word(ValueRule::Form form) {
  using enum ValueRule::Form;
  switch (form) {
    case text:
      return "text";
    case whole:
      return "whole";
    case decimal:
      return "decimal";
    case flag:
      return "flag";
    case choice:
      return "choice";
    case reference:
      return "reference";
    case customer:
      return "customer";
    case currency:
      return "currency";
    case timezone:
      return "timezone";
    case email:
      return "email";
    case emails:
      return "emails";
    case url:
      return "url";
    case ip:
      return "ip";
    case card:
      return "card";
    case date:
      return "date";
    case e164:
      return "e164";
    case wholes:
      return "wholes";
    case pairs:
      return "pairs";
  }
  return "text";
}

std::string_view word(Search search) {
  switch (search) {
    case Search::no:
      return "";
    case Search::words:
      return "words";
    case Search::key:
      return "whole value, words";
    case Search::email:
      return "email";
    case Search::number:
      return "telephone";
  }
  return "";
}

Array texts(std::vector<std::string_view> words) {
  Array out;
  for (const std::string_view each : words) out.emplace_back(each);
  return out;
}

// The field that a spelling stands for, or nothing if it stands for an id, the version, or a whole
// part.
std::optional<Field> field_of(const Target& target) {
  switch (target.lens) {
    case Lens::status_word:
    case Lens::active_word:
      return Field::status;
    case Lens::days_due:
      return Field::invoices_due;
    case Lens::id:
    case Lens::uuid:
    case Lens::version:
    case Lens::enterprise:
    case Lens::part:
    case Lens::parts:
      return std::nullopt;
    case Lens::field:
    case Lens::zero_if_none:
    case Lens::first_line:
    case Lens::whole_text:
    case Lens::region:
    case Lens::country_code:
    case Lens::country_name:
      return target.field;
  }
  return std::nullopt;
}

// The names that `door` has for `field`, each once, in the order of its tables.
std::vector<std::string_view> names_at(std::span<const SpellingTable> tables, Field field) {
  std::vector<std::string_view> out;
  for (const SpellingTable& table : tables)
    for (const Spelling& each : table.rows)
      if (field_of(each.target) == field && std::ranges::find(out, each.name) == out.end())
        out.push_back(each.name);
  return out;
}

struct DoorTables {
  std::string_view door;
  std::vector<SpellingTable> tables;
};

std::vector<DoorTables> all_tables() {
  std::vector<DoorTables> out;
  for (const Door* door : all_doors())
    if (door->tables) out.push_back({door->name, door->tables()});
  return out;
}

// What bounds the values.
void add_bounds(Object& out, const ValueRule& rule) {
  using Form = ValueRule::Form;
  switch (rule.form) {
    case Form::text:
      out.emplace_back("max_length", Tree(rule.max));
      break;
    case Form::whole:
      out.emplace_back("min", Tree(rule.min));
      out.emplace_back("max", Tree(rule.max));
      break;
    case Form::decimal:
      if (!rule.unbounded) out.emplace_back("min", Tree(std::int64_t{0}));
      break;
    case Form::reference:
      out.emplace_back("min", Tree(rule.min));
      out.emplace_back("reference", patchbay::word(rule.kind));
      break;
    case Form::choice:
      out.emplace_back("choices", Tree(texts(words_of(rule))));
      break;
    case Form::pairs:
      out.emplace_back("columns", Tree(texts(split(rule.words, '|'))));
      break;
    default:
      break;
  }
  if (rule.none) out.emplace_back("none", Tree(true));
  if (rule.plan) out.emplace_back("plan", Tree(true));
}

Array care_of(const FieldRow& row) {
  Array out;
  if (row.commercial()) out.emplace_back("commercial");
  if (row.secret()) out.emplace_back("secret");
  if (row.sensitivity == Sensitivity::server) out.emplace_back("server");
  return out;
}

Tree field_json(Field field, const std::vector<DoorTables>& doors) {
  const FieldRow& row = patchbay::row(field);
  const std::string_view part = patchbay::word(row.section);
  Object out{{"path", (part.empty() ? "" : std::string(part) + '/') + std::string(row.key)},
             {"scope", row.section == Section::customer  ? "customer"
                       : row.section == Section::address ? "address"
                                                         : "contact"},
             {"key", row.key},
             {"meaning", row.meaning},
             {"type", word(row.rule.form)},
             {"rule", allowed(row.rule)},
             {"required", Tree(row.rule.needed)},
             {"care", Tree(care_of(row))},
             {"personal", Tree(row.personal())}};
  add_bounds(out, row.rule);
  if (row.group != Group::none) out.emplace_back("plan_group", patchbay::word(row.group));
  if (row.search != Search::no) out.emplace_back("found_by", word(row.search));
  Object names;
  for (const DoorTables& each : doors)
    if (auto found = names_at(each.tables, field); !found.empty())
      names.emplace_back(each.door, Tree(texts(std::move(found))));
  out.emplace_back("doors", Tree(std::move(names)));
  return Tree(std::move(out));
}

std::string fields_text() {
  const std::vector<DoorTables> doors = all_tables();
  Array sections;
  Array fields;
  const auto rows = field_rows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto field = static_cast<Field>(i);
    fields.push_back(field_json(field, doors));
    const bool is_last = i + 1 == rows.size();
    if (!is_last && heading(static_cast<Field>(i + 1)) == heading(field)) continue;
    sections.emplace_back(Object{{"title", heading(field)}, {"fields", Tree(std::move(fields))}});
    fields = {};
  }
  return wire::json::write(Tree(Object{{"sections", Tree(std::move(sections))}}));
}

}  // namespace

http::Response fields_response() {
  static const std::string kText = fields_text();
  return {.status = 200,
          .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-cache"}},
          .body = kText};
}

}  // namespace patchbay::doors::native
