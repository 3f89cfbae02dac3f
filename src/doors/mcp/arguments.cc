// Reads arguments and keeps what is wrong with them.
#include "doors/mcp/arguments.h"

#include <algorithm>

#include "doors/shared/spelling.h"
#include "wire/json.h"

namespace patchbay::doors::mcp {
namespace {

using wire::Object;
using wire::Tree;

std::optional<std::string> as_text(const Tree& tree) {
  if (tree.text()) return *tree.text();
  if (tree.number()) return tree.number()->text;
  if (tree.boolean()) return *tree.boolean() ? "true" : "false";
  return std::nullopt;
}

Tree sorted(Tree tree) {
  if (auto* array = tree.array())
    for (Tree& each : *array) each = sorted(std::move(each));
  if (auto* object = tree.object()) {
    for (auto& [name, value] : *object) value = sorted(std::move(value));
    std::ranges::sort(*object, {}, &Object::value_type::first);
  }
  return tree;
}

}  // namespace

bool Arguments::is_read(std::string_view name) const {
  return std::ranges::find(read_, name) != read_.end();
}

const Tree* Arguments::find(std::string_view name) {
  read_.emplace_back(name);
  const auto found = std::ranges::find(given_, name, &Object::value_type::first);
  return found == given_.end() ? nullptr : &found->second;
}

std::optional<std::string> Arguments::text(std::string_view name) {
  const Tree* const found = find(name);
  if (!found) return std::nullopt;
  auto out = found->boolean() ? std::nullopt : as_text(*found);
  if (!out) refuse(name, "must be a string, not " + std::string(found->kind()));
  return out;
}

std::string Arguments::needed(std::string_view name) {
  const std::size_t before = problems_.size();
  auto out = text(name);
  if (!out && problems_.size() == before) refuse(name, "is required");
  if (out && out->empty()) refuse(name, "must not be empty");
  return out.value_or("");
}

Object Arguments::needed_object(std::string_view name) {
  const Tree* const found = find(name);
  if (found && found->object()) return *found->object();
  refuse(name, found ? "must be an object, not " + std::string(found->kind()) : "is required");
  return {};
}

std::string Arguments::rest_as_query() {
  wire::form::Pairs pairs;
  for (const auto& [name, value] : rest()) {
    if (auto text = as_text(value))
      pairs.emplace_back(name, *std::move(text));
    else
      refuse(name, "must be a string, a number or true or false, not " + std::string(value.kind()));
  }
  return pairs.empty() ? std::string() : '?' + wire::form::write(pairs);
}

Object Arguments::rest() {
  Object out;
  for (const auto& [name, value] : given_) {
    if (is_read(name)) continue;
    read_.push_back(name);
    out.emplace_back(name, value);
  }
  return out;
}

void Arguments::refuse(std::string_view name, std::string what) {
  problems_.push_back({ErrorKind::invalid, std::string(name), std::move(what), 0});
}

std::optional<Fault> Arguments::finish() {
  const std::vector<std::string_view> known(read_.begin(), read_.end());
  for (const auto& [name, value] : given_)
    if (!is_read(name)) problems_.push_back(unknown_field(name, known, problems_));
  return problems_.empty() ? std::nullopt : std::optional(Fault(problems_));
}

std::string canonical(const Tree& tree) { return wire::json::write(sorted(tree)); }

}  // namespace patchbay::doors::mcp
