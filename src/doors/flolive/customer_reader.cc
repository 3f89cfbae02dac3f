// Reads members by their rows.
#include "doors/flolive/customer_reader.h"

#include "base/wording.h"
#include "doors/flolive/json_value.h"

namespace patchbay::doors::flolive {
namespace {

// The record's own limit.
constexpr std::size_t kNumbersMax = 1000;
constexpr std::size_t kRowsMax = 100;

template <typename Rows>
std::vector<std::string_view> names_of(const Rows& rows) {
  std::vector<std::string_view> out;
  for (const auto& row : rows) out.push_back(row.name);
  return out;
}

}  // namespace

void CustomerReader::add_problem(std::string field, std::string what, Field order_field) {
  problems.push_back(
      {ErrorKind::invalid, std::move(field), std::move(what), static_cast<int>(order_field)});
}

void CustomerReader::unknown(const std::string& path, std::string_view name,
                             std::span<const std::string_view> known) {
  if (ignore_unknown_) return warnings.push_back("ignored unknown field " + path);
  add_problem(path, unknown_field(name, known, problems).what);
}

void CustomerReader::field_edit(core::FieldEdit field_edit, const Scope& scope) {
  field_edit.part_field = scope.part_field;
  edits.push_back(std::move(field_edit));
}

void CustomerReader::customer(const wire::Object& body) {
  object(body, purpose_ == Purpose::create ? kNewCustomer : kCustomer, {});
}

void CustomerReader::object(const wire::Object& object, std::span<const Member> members,
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

void CustomerReader::member(const Member& member, const wire::Tree& value, const std::string& name,
                            const Scope& scope) {
  using Kind = Member::Kind;
  switch (member.kind) {
    case Kind::value:
      return field_edit(read_value(member.spelling(scope.part), value, name), scope);
    case Kind::numbers:
    case Kind::list:
      return field_edit(list(member, scope, value, name), scope);
    case Kind::unavailable:
      if (!is_empty(value)) add_problem(name, "is not available");
      return;
    case Kind::contact:
      return contact(member, value);
    case Kind::addresses:
      return addresses(member, value);
    case Kind::invoice:
      return invoice(value, name);
    case Kind::id:     // read before the other members, which need it
    case Kind::units:  // read together with the value that it is the unit of
      return;
  }
}

core::FieldEdit CustomerReader::list(const Member& member, const Scope& scope,
                                     const wire::Tree& value, const std::string& name) {
  const Spelling spelling = member.spelling(scope.part);
  if (is_empty(value)) return clear_edit(spelling, name);
  const wire::Array* items = value.array();
  if (!items) return wrong_kind(spelling, name, "an array", value.kind());
  const bool numbers = member.kind == Member::Kind::numbers;
  const std::size_t max = numbers ? kNumbersMax : kRowsMax;
  ListEdit out{.field = name};
  const std::vector<std::string_view> known = names_of(member.cells);
  if (items->size() > max) {
    out.reject_row(name, "must have at most " + counted(max, "entry", "entries"));
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
          std::move(out.objection)};
}

}  // namespace patchbay::doors::flolive
