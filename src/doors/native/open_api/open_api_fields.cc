// Converts the field table to schemas, form by form.
#include "base/text.h"
#include "doors/native/open_api/open_api_schemas.h"
#include "record/admin/reference.h"

namespace patchbay::doors::native {
namespace {

using Form = ValueRule::Form;
using wire::Array;
using wire::Object;
using wire::Tree;

Tree schema_named(std::string_view schema) {
  return Tree(Object{{"$ref", "#/components/schemas/" + std::string(schema)}});
}

Tree any_of(Array schemas) { return Tree(Object{{"anyOf", Tree(std::move(schemas))}}); }

Tree words(std::string_view all, char separator) {
  Array out;
  for (const std::string_view word : split(all, separator)) out.emplace_back(word);
  return Tree(Object{{"type", "string"}, {"enum", Tree(std::move(out))}});
}

Tree matching(std::string_view pattern) {
  return Tree(Object{{"type", "string"}, {"pattern", pattern}});
}

Tree formatted(std::string_view format) {
  return Tree(Object{{"type", "string"}, {"format", format}});
}

Tree text(const ValueRule& rule) {
  Tree out(Object{{"type", "string"}});
  if (rule.needed) out.set("minLength", 1);
  if (rule.max > 0) out.set("maxLength", rule.max);
  return out;
}

// A whole number with its range and the special values for "none" and "as the rate plan says".
Tree whole(const ValueRule& rule, std::int64_t max) {
  Tree range(Object{{"type", "integer"}, {"minimum", rule.min}});
  if (max != INT64_MAX) range.set("maximum", max);
  Array sentinels;
  if (rule.none) sentinels.emplace_back(-1);
  if (rule.plan) sentinels.emplace_back(-2);
  if (sentinels.empty()) return range;
  return any_of({range, Tree(Object{{"enum", Tree(std::move(sentinels))}})});
}

Tree decimal(const ValueRule& rule, SchemaUse use) {
  std::string pattern = R"([0-9]+([.][0-9]{1,6})?)";
  if (rule.unbounded)
    pattern.insert(0, "-?");
  else if (rule.none || rule.plan)
    pattern += std::string("|-") + (!rule.plan ? "1" : !rule.none ? "2" : "[12]") + "([.]0+)?";
  Tree out = matching("^(" + pattern + ")$");
  if (use == SchemaUse::sent) out.set("type", Tree(Array{"string", "number"}));
  return out;
}

Tree card(SchemaUse use) {
  return matching(use == SchemaUse::shown ? "^[*]{4}" : "^([0-9]{12,19}|[*]{4}[0-9]{0,4})$");
}

Tree pairs(const ValueRule& rule) {
  Object columns;
  Array required;
  for (const std::string_view column : columns_of(rule)) {
    columns.emplace_back(column, Tree(Object{{"type", "string"}, {"maxLength", rule.max}}));
    required.emplace_back(column);
  }
  if (const auto choices = first_column_choices(rule); !choices.empty())
    columns.front().second = words(choices, ',');
  return Tree(Object{{"type", "array"},
                     {"maxItems", 100},
                     {"items", Tree(Object{{"type", "object"},
                                           {"properties", Tree(std::move(columns))},
                                           {"required", Tree(std::move(required))},
                                           {"additionalProperties", false}})}});
}

Tree wholes() {
  return Tree(Object{{"type", "array"},
                     {"maxItems", 1000},
                     {"uniqueItems", true},
                     {"items", Tree(Object{{"type", "integer"}, {"minimum", 0}})}});
}

Tree form_schema(const ValueRule& rule, SchemaUse use) {
  // clang-format off
  switch (rule.form) {
    case Form::text:
    case Form::emails:    return text(rule);
    case Form::whole:     return whole(rule, rule.max);
    case Form::reference:
    case Form::customer:  return whole(rule, INT64_MAX);
    case Form::decimal:   return decimal(rule, use);
    case Form::flag:      return Tree(Object{{"type", "boolean"}});
    case Form::choice:    return words(rule.words, '|');
    case Form::currency:  return matching("^[A-Z]{3}$");
    case Form::timezone:  return text(rule);
    case Form::email:     return Tree(Object{{"type", "string"}, {"format", "email"}, {"maxLength", 254}});
    case Form::url:       return Tree(Object{{"type", "string"}, {"pattern", "^[Hh][Tt][Tt][Pp][Ss]?://"}, {"maxLength", 2000}});
    case Form::ip:        return any_of({formatted("ipv4"), formatted("ipv6")});
    case Form::card:      return card(use);
    case Form::date:      return formatted("date");
    case Form::e164:      return matching("^[+][0-9]{7,15}$");
    case Form::wholes:    return wholes();
    case Form::pairs:     return pairs(rule);
  }
  // clang-format on
  return Tree(Object{});
}

std::string description(const FieldRow& field) {
  std::string out(field.meaning);
  if (field.commercial()) out += " Needs the commerce privilege.";
  if (field.secret()) out += " Reads as a mask. Send the mask back to keep the value.";
  if (field.group != Group::none)
    out += " A rate plan can lock it, with the group " + std::string(word(field.group)) + '.';
  return out;
}

bool follows_plan(Field field) {
  return means_plan(field, Value{std::int64_t{-2}}) || means_plan(field, Value{Decimal(-2)}) ||
         means_plan(field, Value{std::string("plan")});
}

Tree object_of(Object properties, Array required, SchemaUse use) {
  Tree out(Object{{"type", "object"}, {"properties", Tree(std::move(properties))}});
  if (!required.empty()) out.set("required", Tree(std::move(required)));
  if (use == SchemaUse::sent) out.set("additionalProperties", false);
  return out;
}

Object fields_of(Section section, SchemaUse use) {
  Object out;
  for (const FieldRow& each : field_rows(section))
    out.emplace_back(each.key, field_schema(each, use));
  return out;
}

Tree read_only(std::string_view json, std::string_view meaning) {
  Tree out = parse_own_json(json);
  return out.set("readOnly", true).set("description", meaning);
}

// Addresses or contacts: an object keyed by UUID. In a request, null removes one part, or all of
// them.
Tree keyed(std::string_view part, std::string_view meaning, SchemaUse use) {
  const Tree null(Object{{"type", "null"}});
  Tree parts(Object{{"type", "object"}, {"propertyNames", formatted("uuid")}});
  const std::string name = std::string(part) + (use == SchemaUse::sent ? "Patch" : "");
  parts.set("additionalProperties",
            use == SchemaUse::sent ? any_of({schema_named(name), null}) : schema_named(name));
  if (use == SchemaUse::sent) parts = any_of({std::move(parts), null});
  return parts.set("description", meaning);
}

}  // namespace

wire::Tree field_schema(const FieldRow& field, SchemaUse use) {
  Tree out = field.secret() && use == SchemaUse::shown && field.rule.form == Form::text
                 ? matching("^[*]{4}")
                 : form_schema(field.rule, use);
  const bool own = field.sensitivity == Sensitivity::server;
  if (use == SchemaUse::sent && !own && !field.rule.needed)
    out = any_of({std::move(out), schema_named("Clear")});
  if (own) out.set("readOnly", true);
  return out.set("description", description(field));
}

wire::Tree part_schema(Section section, SchemaUse use) {
  Array required;
  if (use == SchemaUse::shown) required = {"ordinal", "type", "primary"};
  std::erase_if(required,
                [&](const Tree& key) { return !find_field(section, *key.text()).has_value(); });
  return object_of(fields_of(section, use), std::move(required), use);
}

wire::Tree customer_schema(SchemaUse use) {
  constexpr const char* kId = R"({"type":"integer","minimum":1})";
  constexpr const char* kParent = R"({"type":["integer","null"],"minimum":1,"description":
    "The customer this one stands below. Changing it moves the customer, for which the system privilege is needed."})";
  Object out;
  out.emplace_back("id", read_only(kId, "The customer's number."));
  out.emplace_back("uuid", read_only(R"({"type":"string","format":"uuid"})", "Its other id."));
  out.emplace_back("version", read_only(kId, "Counts up by one with each change."));
  Array required{"id", "uuid", "parent", "version", "addresses", "contacts", "resolved"};
  for (const FieldRow& each : field_rows(Section::customer)) {
    Tree schema = field_schema(each, use);
    // The root has no parent.
    if (each.key == "parent") schema = parse_own_json(kParent);
    out.emplace_back(each.key, std::move(schema));
    if (each.rule.form == Form::flag || each.rule.needed) required.emplace_back(each.key);
  }
  out.emplace_back("addresses", keyed("Address", "Addresses by their uuid.", use));
  out.emplace_back("contacts", keyed("Contact", "Contacts by their uuid.", use));
  Object resolved;
  const auto rows = field_rows(Section::customer);
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (follows_plan(static_cast<Field>(i)))
      resolved.emplace_back(rows[i].key, field_schema(rows[i], SchemaUse::shown));
  out.emplace_back(
      "resolved",
      object_of(std::move(resolved), {}, SchemaUse::shown)
          .set("readOnly", true)
          .set("description", "The values that the rate plan gives to the fields left to it."));
  return object_of(std::move(out), use == SchemaUse::shown ? std::move(required) : Array{}, use);
}

wire::Tree plan_settings_schema(SchemaUse use) {
  Object out;
  for (const FieldRow& each : field_rows(Section::customer))
    if (each.sensitivity == Sensitivity::plain || each.sensitivity == Sensitivity::commercial)
      out.emplace_back(each.key, field_schema(each, use));
  return object_of(std::move(out), {}, use);
}

}  // namespace patchbay::doors::native
