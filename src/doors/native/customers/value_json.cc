// Converts values to JSON by their form.
#include "doors/native/customers/value_json.h"

#include "base/text.h"

namespace patchbay::doors::native {
namespace {

using Form = ValueRule::Form;
using wire::Array;
using wire::Object;
using wire::Tree;

// A value, or what is allowed there.
using ReadValue = std::expected<Value, std::string>;

Tree list_to_json(const ValueRule& rule, const List& list) {
  Array out;
  const auto columns = columns_of(rule);
  for (const auto& cells : list) {
    if (rule.form == Form::wholes) {
      out.emplace_back(wire::Number{cells.front()});
      continue;
    }
    Object item;
    for (std::size_t i = 0; i < cells.size() && i < columns.size(); ++i)
      item.emplace_back(columns[i], cells[i]);
    out.emplace_back(std::move(item));
  }
  return Tree(std::move(out));
}

std::unexpected<std::string> wanted(std::string_view what, const Tree& tree) {
  return std::unexpected("must be " + std::string(what) + ", not " + std::string(tree.kind()));
}

ReadValue read_wholes(const Tree& tree) {
  const Array* items = tree.array();
  if (!items) return wanted("an array of whole numbers", tree);
  List out;
  for (const Tree& item : *items) {
    if (!item.number()) return wanted("an array of whole numbers", item);
    out.push_back({item.number()->text});
  }
  return Value{std::move(out)};
}

ReadValue read_pairs(const ValueRule& rule, const Tree& tree) {
  const auto columns = columns_of(rule);
  const std::string first_key(columns[0]);
  const std::string second_key(columns[1]);
  const std::string what =
      "an array of objects with the members " + first_key + " and " + second_key;
  const Array* items = tree.array();
  if (!items) return wanted(what, tree);
  List out;
  for (const Tree& item : *items) {
    const Tree* first = item.find(first_key);
    const Tree* second = item.find(second_key);
    const Object* members = item.object();
    if (!first || !first->text() || !second || !second->text() || members->size() != 2)
      return std::unexpected("must be " + what + ", both strings");
    out.push_back({*first->text(), *second->text()});
  }
  return Value{std::move(out)};
}

ReadValue read_whole(const ValueRule& rule, const Tree& tree) {
  if (!tree.number()) return wanted("a whole number", tree);
  const auto whole = parse_whole(tree.number()->text);
  if (!whole) return std::unexpected("must be " + allowed(rule));
  return Value{*whole};
}

ReadValue read_decimal(const Tree& tree) {
  const std::string* text = tree.number() ? &tree.number()->text : tree.text();
  if (!text) return wanted("a decimal, as a string or a number", tree);
  const auto decimal = Decimal::parse(*text);
  if (decimal) return Value{*decimal};
  if (decimal.error() == Decimal::ParseFailure::too_many_digits)
    return std::unexpected("must have at most 18 digits before the point and 6 after it");
  return std::unexpected("must be a decimal such as 12.50");
}

ReadValue read_value(const ValueRule& rule, const Tree& tree) {
  switch (rule.form) {
    case Form::flag:
      if (!tree.boolean()) return wanted("true or false", tree);
      return Value{*tree.boolean()};
    case Form::whole:
    case Form::reference:
    case Form::customer:
      return read_whole(rule, tree);
    case Form::decimal:
      return read_decimal(tree);
    case Form::wholes:
      return read_wholes(tree);
    case Form::pairs:
      return read_pairs(rule, tree);
    case Form::text:
    case Form::choice:
    case Form::currency:
    case Form::timezone:
    case Form::email:
    case Form::emails:
    case Form::url:
    case Form::ip:
    case Form::card:
    case Form::date:
    case Form::e164:
      if (!tree.text()) return wanted("a string", tree);
      return Value{*tree.text()};
  }
  return wanted("something else", tree);
}

}  // namespace

wire::Tree to_json(Field field, const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return Tree(*flag);
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return Tree(*whole);
  if (const auto* decimal = std::get_if<Decimal>(&value)) return Tree(decimal->text());
  if (const auto* text = std::get_if<std::string>(&value)) return Tree(*text);
  if (const auto* list = std::get_if<List>(&value)) return list_to_json(row(field).rule, *list);
  return Tree(mask(std::get<SealedSecret>(value)));
}

wire::Tree to_history_json(const Path& path, const std::optional<Value>& value) {
  if (!value) return Tree(wire::Null{});
  if (const auto* sealed = std::get_if<SealedSecret>(&*value))
    return Tree(Object{{"sealed", Tree(mask(*sealed))}});
  return to_json(path.field, *value);
}

core::FieldEdit to_edit(Field field, const PartRef& part, const wire::Tree& tree,
                        std::string name) {
  core::FieldEdit out{
      .target = {.field = field, .part = part}, .edit = Clear{}, .field = std::move(name)};
  const FieldRow& entry = row(field);
  if (!tree.is_null() && !(tree.text() && tree.text()->empty())) {
    auto value = read_value(entry.rule, tree);
    if (value)
      out.edit = std::move(*value);
    else {
      out.edit = Value{std::string("unreadable")};
      out.objection = std::move(value.error());
    }
  }
  // A customer is moved by changing its parent.
  if (entry.sensitivity == Sensitivity::server && field != Field::parent)
    out.objection = "is the server's own and cannot be changed";
  return out;
}

}  // namespace patchbay::doors::native
