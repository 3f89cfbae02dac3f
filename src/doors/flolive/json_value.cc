// Kinds are strict: a string is a number only at decimals, and never a boolean.
#include "doors/flolive/json_value.h"

#include <algorithm>

#include "base/text.h"

namespace patchbay::doors::flolive {
namespace {

void keep_row(ListWish& list, std::vector<std::string> row, const std::string& name) {
  const auto same = [&](const auto& other) {
    return !other.empty() && other.front() == row.front();
  };
  if (std::ranges::any_of(list.rows, same)) list.complain(name, "must not repeat an earlier one");
  list.rows.push_back(std::move(row));
}

}  // namespace

bool is_empty(const wire::Tree& value) {
  if (const auto* text = value.text()) return text->empty();
  if (const auto* items = value.array()) return items->empty();
  if (const auto* members = value.object()) return members->empty();
  return value.is_null();
}

core::Wish read_value(const Spelling& spelling, const wire::Tree& value, const std::string& name) {
  if (is_empty(value)) return read_clear(spelling, name);
  const auto refused = [&](std::string_view wanted) {
    return refuse_kind(spelling, name, wanted, value.kind());
  };
  const Takes::Form form = spelling.takes.form;
  if (form == Takes::Form::boolean) {
    const bool* flag = value.boolean();
    return flag ? read(spelling, *flag ? "true" : "false", name) : refused("true or false");
  }
  const bool numeric = form == Takes::Form::whole || form == Takes::Form::decimal;
  if (const auto* number = value.number(); number && numeric)
    return read(spelling, number->text, name);
  if (const auto* text = value.text(); text && form != Takes::Form::whole)
    return read(spelling, *text, name);
  return refused(numeric ? "a number" : "a string");
}

void ListWish::complain(std::string where, std::string what) {
  if (complaint) return;
  field = std::move(where);
  complaint = std::move(what);
}

void ListWish::spoil(std::string where, std::string what) {
  complain(std::move(where), std::move(what));
  rows.emplace_back();
}

void read_number(ListWish& list, const wire::Tree& item, const std::string& name) {
  const auto* number = item.number();
  const auto whole = number ? parse_whole(number->text) : std::nullopt;
  if (!whole || *whole < 0)
    return list.spoil(name, "must be a whole number from 0 to 9223372036854775807");
  keep_row(list, {std::to_string(*whole)}, name);
}

void read_row(ListWish& list, std::span<const Spelling> cells, const wire::Tree& item,
              const std::string& name) {
  if (!item.object()) return list.spoil(name, "must be an object, not " + std::string(item.kind()));
  std::vector<std::string> row;
  for (const Spelling& cell : cells) {
    const wire::Tree* value = item.find(cell.name);
    const std::string path = name + '.' + std::string(cell.name);
    const core::Wish wish = value ? read_value(cell, *value, path) : read_clear(cell, path);
    const Value* read = std::get_if<Value>(&wish.edit);
    const auto* text = read ? std::get_if<std::string>(read) : nullptr;
    if (read && !text) return list.spoil(path, wish.complaint.value_or("must be text"));
    if (wish.complaint) list.complain(path, *wish.complaint);
    row.push_back(text ? *text : std::string());
  }
  keep_row(list, std::move(row), name + '.' + std::string(cells.front().name));
}

}  // namespace patchbay::doors::flolive
