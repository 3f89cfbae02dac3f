// Makes rows from JSON.
#include "cli/remote/shown.h"

#include "cli/remote/field_names.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

void add_fields(TextTable& table, const std::string& prefix, const wire::Object& object) {
  for (const auto& [name, value] : object) {
    if (value.object() && !value.object()->empty())
      add_fields(table, prefix + name + '/', *value.object());
    else
      table.add({{prefix + name, Style::strong}, {value_text(value)}});
  }
}

// A side of a change: in quotes, so that an empty text and no value differ.
std::string side_text(const wire::Tree* side) {
  return !side || side->is_null() ? "nothing" : wire::json::write(*side);
}

}  // namespace

std::string value_text(const wire::Tree& tree) {
  if (tree.is_null()) return {};
  return tree.text() ? *tree.text() : wire::json::write(tree);
}

std::string member_text(const wire::Tree& tree, std::string_view name) {
  const wire::Tree* const found = tree.find(name);
  return found ? value_text(*found) : std::string();
}

std::string fields_text(const wire::Tree& object, const Terminal& terminal) {
  TextTable table({"", ""});
  if (object.object()) add_fields(table, "", *object.object());
  return table.text(terminal);
}

std::string items_text(const wire::Tree* items, const std::vector<std::string>& names,
                       const Terminal& terminal) {
  TextTable table(names);
  if (items && items->array())
    for (const wire::Tree& each : *items->array()) {
      std::vector<TextCell> row;
      for (const std::string& name : names)
        row.push_back(
            {name == "changes" ? changes_text(each.find(name)) : shown_field(each, name)});
      table.add(std::move(row));
    }
  return table.text(terminal);
}

std::string changes_text(const wire::Tree* changes) {
  std::string out;
  if (!changes || !changes->array()) return out;
  for (const wire::Tree& each : *changes->array()) {
    out += (out.empty() ? "" : "; ") + member_text(each, "path") + ": ";
    if (each.find("erased"))
      out += "erased";
    else
      out += side_text(each.find("before")) + " -> " + side_text(each.find("after"));
  }
  return out;
}

std::string changes_table(const wire::Tree* changes, const Terminal& terminal) {
  TextTable table({"path", "before", "after"});
  if (changes && changes->array())
    for (const wire::Tree& each : *changes->array())
      table.add({{member_text(each, "path"), Style::strong},
                 {each.find("erased") ? "erased" : side_text(each.find("before")), Style::bad},
                 {side_text(each.find("after")), Style::good}});
  return table.text(terminal);
}

bool has_changes(const wire::Tree* changes) {
  return changes && changes->array() && !changes->array()->empty();
}

}  // namespace patchbay::app
