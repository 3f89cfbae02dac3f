// Reports every repeated, misplaced or unknown element by its name; none is ignored silently.
#include "doors/m2mportal/command_reader.h"

#include <algorithm>

#include "base/text.h"

namespace patchbay::doors::m2mportal {

using wire::xml::Element;

void CommandReader::add_problem(std::string field, std::string what) {
  problems.push_back({ErrorKind::invalid, std::move(field), std::move(what)});
}

void CommandReader::add_unknown(std::string what, std::string_view name, const Names& known) {
  if (ignore_unknown_) return warnings.push_back("ignored unknown " + what);
  add_problem(std::move(what), unknown_field(name, known, problems).what);
}

namespace {

// Attributes that XML tools add and that mean nothing here: namespace prefixes and schema
// locations. A namespace without a prefix would make it a different element.
bool is_of_xml(std::string_view name) {
  return name.starts_with("xmlns:") || name.starts_with("xsi:") || name.starts_with("xml:");
}

}  // namespace

void CommandReader::attributes(const Element& element, const Names& known) {
  for (const auto& [name, value] : element.attributes)
    if (!is_of_xml(name) && std::ranges::find(known, name) == known.end())
      add_unknown("attribute " + name + " of " + element.name, name, known);
}

template <typename ReadChild>
void CommandReader::children(const Element& element, const std::string& inside, const Names& known,
                             ReadChild read_child) {
  if (!trim(element.text).empty())
    add_problem(element.name, "must not have text between its elements");
  Names seen;
  for (const Element& child : element.children) {
    const std::string path = inside + child.name;
    if (std::ranges::find(known, child.name) == known.end()) {
      add_unknown("element " + path, child.name, known);
      continue;
    }
    if (std::ranges::find(seen, child.name) != seen.end()) {
      add_problem(path, "is given twice");
      continue;
    }
    seen.push_back(child.name);
    read_child(child, path);
  }
}

std::string CommandReader::text(const Element& element, const std::string& path) {
  attributes(element, {});
  if (!element.children.empty())
    add_problem(path, "must be text, without the element " + element.children.front().name);
  return std::string(trim(element.text));
}

void CommandReader::authentication(const Element& element) {
  attributes(element, {});
  children(element, "authentication/", {"username", "password"},
           [&](const Element& child, const std::string& path) {
             std::string given = text(child, path);
             if (child.name == "username")
               credentials.name = std::move(given);
             else
               credentials.secret = Secret(std::move(given));
           });
}

void CommandReader::command(const Element& root) {
  attributes(root, {"version", "api-id"});
  Names known = {"authentication", "customer"};
  for (const Spelling& row : elements_) known.push_back(row.name);
  children(root, {}, known, [&](const Element& child, const std::string& path) {
    if (child.name == "authentication") return authentication(child);
    const std::string given = text(child, path);
    if (const Spelling* row = find(elements_, child.name))
      edits.push_back(parse_edit(*row, given, row->name));
    else
      customer = given;
  });
}

}  // namespace patchbay::doors::m2mportal
