// Types are strict: only decimals accept a number in a string, and a boolean never does.
#include "doors/flolive/json_value.h"

#include <algorithm>

#include "base/text.h"

namespace patchbay::doors::flolive {
namespace {

void add_row(ListEdit& list, std::vector<std::string> row, const std::string& name) {
  const auto same = [&](const auto& other) {
    return !other.empty() && other.front() == row.front();
  };
  if (std::ranges::any_of(list.rows, same)) list.reject(name, "must not repeat an earlier one");
  list.rows.push_back(std::move(row));
}

}  // namespace

bool is_empty(const wire::Tree& value) {
  if (const auto* text = value.text()) return text->empty();
  if (const auto* items = value.array()) return items->empty();
  if (const auto* members = value.object()) return members->empty();
  return value.is_null();
}

core::FieldEdit read_value(const Spelling& spelling, const wire::Tree& value,
                           const std::string& name) {
  if (is_empty(value)) return clear_edit(spelling, name);
  const auto refused = [&](std::string_view wanted) {
    return wrong_kind(spelling, name, wanted, value.kind());
  };
  const ValueFormat::Form form = spelling.format.form;
  if (form == ValueFormat::Form::boolean) {
    const bool* flag = value.boolean();
    return flag ? parse_edit(spelling, *flag ? "true" : "false", name) : refused("true or false");
  }
  const bool numeric = form == ValueFormat::Form::whole || form == ValueFormat::Form::decimal;
  if (const auto* number = value.number(); number && numeric)
    return parse_edit(spelling, number->text, name);
  if (const auto* text = value.text(); text && form != ValueFormat::Form::whole)
    return parse_edit(spelling, *text, name);
  return refused(numeric ? "a number" : "a string");
}

void ListEdit::reject(std::string where, std::string what) {
  if (objection) return;
  field = std::move(where);
  objection = std::move(what);
}

void ListEdit::reject_row(std::string where, std::string what) {
  reject(std::move(where), std::move(what));
  rows.emplace_back();
}

void read_number(ListEdit& list, const wire::Tree& item, const std::string& name) {
  const auto* number = item.number();
  const auto whole = number ? parse_whole(number->text) : std::nullopt;
  if (!whole || *whole < 0)
    return list.reject_row(name, "must be a whole number from 0 to 9223372036854775807");
  add_row(list, {std::to_string(*whole)}, name);
}

void read_row(ListEdit& list, std::span<const Spelling> cells, const wire::Tree& item,
              const std::string& name) {
  if (!item.object())
    return list.reject_row(name, "must be an object, not " + std::string(item.kind()));
  std::vector<std::string> row;
  for (const Spelling& cell : cells) {
    const wire::Tree* value = item.find(cell.name);
    const std::string path = name + '.' + std::string(cell.name);
    const core::FieldEdit field_edit =
        value ? read_value(cell, *value, path) : clear_edit(cell, path);
    const Value* read = std::get_if<Value>(&field_edit.edit);
    const auto* text = read ? std::get_if<std::string>(read) : nullptr;
    if (read && !text) return list.reject_row(path, field_edit.objection.value_or("must be text"));
    if (field_edit.objection) list.reject(path, *field_edit.objection);
    row.push_back(text ? *text : std::string());
  }
  add_row(list, std::move(row), name + '.' + std::string(cells.front().name));
}

}  // namespace patchbay::doors::flolive
