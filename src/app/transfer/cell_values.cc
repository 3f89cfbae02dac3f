// Reads by the canonical forms of fields, and by the spellings of doors.
#include "app/transfer/cell_values.h"

#include "base/text.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

using Form = ValueRule::Form;
using wire::Tree;

}  // namespace

std::string cell_text(const Tree& tree) {
  if (tree.text()) return *tree.text();
  if (tree.number()) return tree.number()->text;
  if (tree.boolean()) return *tree.boolean() ? "true" : "false";
  return {};
}

wire::Tree cell_tree(const ValueRule& rule, const std::string& text) {
  if (text.empty()) return wire::Null{};
  switch (rule.form) {
    case Form::flag:
      if (lower(text) == "true" || text == "1") return Tree(true);
      if (lower(text) == "false" || text == "0") return Tree(false);
      return Tree(text);
    case Form::whole:
    case Form::reference:
    case Form::customer:
      return Tree(wire::Number{text});
    case Form::wholes:
    case Form::pairs:
      if (auto tree = wire::json::parse(text)) return *std::move(tree);
      return Tree(text);
    case Form::decimal:
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
      break;
  }
  return Tree(text);
}

core::FieldEdit spelled_edit(const Column& column, const Tree& tree) {
  if (!column.spelling) return {};
  const doors::Spelling& spelling = *column.spelling;
  if (tree.array() || tree.object())
    return doors::wrong_kind(spelling, column.name, "a text or a number", tree.kind());
  std::string text = cell_text(tree);
  if (spelling.format.form == doors::ValueFormat::Form::flag && tree.boolean())
    text = *tree.boolean() ? "1" : "0";
  return doors::parse_edit(spelling, text, column.name);
}

}  // namespace patchbay::app
