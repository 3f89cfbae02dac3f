// Writes a customer as JSON text without a tree in between: lists are made of many.
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "doors/native/customers/customer_json.h"

namespace patchbay::doors::native {
namespace {

void put_text(std::string& out, std::string_view text) {
  append_json_text(out, text, JsonEscapes::letters);
}

void put_name(std::string& out, std::string_view name) {
  if (out.back() != '{') out += ',';
  put_text(out, name);
  out += ':';
}

// The names of all fields with their quotes and colon.
const std::vector<std::string>& quoted_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> out;
    for (const FieldRow& each : field_rows()) {
      put_text(out.emplace_back(), each.key);
      out.back() += ':';
    }
    return out;
  }();
  return kNames;
}

void put_name(std::string& out, Field field) {
  if (out.back() != '{') out += ',';
  out += quoted_names()[static_cast<std::size_t>(field)];
}

void put_list(std::string& out, const ValueRule& rule, const List& list) {
  const auto columns = columns_of(rule);
  out += '[';
  for (const auto& cells : list) {
    if (out.back() != '[') out += ',';
    if (rule.form == ValueRule::Form::wholes) {
      out += cells.front();
      continue;
    }
    out += '{';
    for (std::size_t i = 0; i < cells.size() && i < columns.size(); ++i) {
      put_name(out, columns[i]);
      put_text(out, cells[i]);
    }
    out += '}';
  }
  out += ']';
}

void put_value(std::string& out, Field field, const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value))
    out += *flag ? "true" : "false";
  else if (const auto* whole = std::get_if<std::int64_t>(&value))
    append_json_whole(out, *whole);
  else if (const auto* decimal = std::get_if<Decimal>(&value))
    put_text(out, decimal->text());
  else if (const auto* text = std::get_if<std::string>(&value))
    put_text(out, *text);
  else if (const auto* list = std::get_if<List>(&value))
    put_list(out, row(field).rule, *list);
  else
    put_text(out, mask(std::get<SealedSecret>(value)));
}

// Flags without a value are written as false. The values and the rows are in the order of fields.
void put_fields(std::string& out, Section section, const Values::Group* group) {
  const auto rows = field_rows(section);
  auto field = static_cast<std::size_t>(first_field(section));
  std::size_t next = 0;
  for (const FieldRow& each : rows) {
    const auto at = static_cast<Field>(field++);
    const bool has = group && next < group->size() && (*group)[next].first.field == at;
    const Value* const value = has ? &(*group)[next++].second : nullptr;
    if (at == Field::parent) continue;
    if (value) {
      put_name(out, at);
      put_value(out, at, *value);
    } else if (each.rule.form == ValueRule::Form::flag) {
      put_name(out, at);
      out += "false";
    }
  }
}

void put_parts(std::string& out, const Record& record, Section section) {
  put_name(out, word(section));
  out += '{';
  for (const Uuid& part : record.parts(section)) {
    put_name(out, part.text());
    out += '{';
    put_fields(out, section, record.values.group(section, part));
    out += '}';
  }
  out += '}';
}

void put_resolved(std::string& out, const core::View& view) {
  const Reference* const plan = view.plan.id != 0 ? &view.plan : nullptr;
  put_name(out, "resolved");
  out += '{';
  if (const auto* group = view.record.values.group(Section::customer, {})) {
    for (const auto& [path, value] : *group) {
      if (!means_plan(path.field, value)) continue;
      const Value* const says = resolve_with_plan(view.record, plan, path.field);
      if (!says) continue;
      put_name(out, path.field);
      put_value(out, path.field, *says);
    }
  }
  out += '}';
}

}  // namespace

void append_customer(std::string& out, const core::View& view) {
  const Record& record = view.record;
  out += '{';
  put_name(out, "id");
  append_json_whole(out, record.id.value);
  put_name(out, "uuid");
  put_text(out, record.uuid.text());
  put_name(out, "parent");
  if (const CustomerId parent = record.parent())
    append_json_whole(out, parent.value);
  else
    out += "null";
  put_name(out, "version");
  append_json_whole(out, record.version);
  put_fields(out, Section::customer, record.values.group(Section::customer, {}));
  put_parts(out, record, Section::address);
  put_parts(out, record, Section::contact);
  put_resolved(out, view);
  out += '}';
}

}  // namespace patchbay::doors::native
