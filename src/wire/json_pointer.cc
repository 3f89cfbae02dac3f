// Reads and follows JSON Pointers.
#include "wire/json_pointer.h"

#include <algorithm>
#include <charconv>

#include "wire/text_scanner.h"

namespace patchbay::wire {

std::optional<JsonPointer> JsonPointer::parse(std::string_view text) {
  JsonPointer out;
  if (!text.empty() && text.front() != '/') return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '/') {
      out.steps.emplace_back();
      continue;
    }
    char c = text[i];
    if (c == '~') {
      ++i;
      if (i == text.size() || (text[i] != '0' && text[i] != '1')) return std::nullopt;
      c = text[i] == '0' ? '~' : '/';
    }
    out.steps.back() += c;
  }
  return out;
}

std::string JsonPointer::text() const {
  std::string out;
  for (const std::string& step : steps) {
    out += '/';
    for (const char c : step) {
      if (c == '~')
        out += "~0";
      else if (c == '/')
        out += "~1";
      else
        out += c;
    }
  }
  return out;
}

bool JsonPointer::leads_to(const JsonPointer& inner) const {
  return steps.size() <= inner.steps.size() &&
         std::equal(steps.begin(), steps.end(), inner.steps.begin());
}

std::optional<std::size_t> index_of(std::string_view step, std::size_t size) {
  if (step.empty() || (step.size() > 1 && step.front() == '0')) return std::nullopt;
  if (!std::all_of(step.begin(), step.end(), is_digit)) return std::nullopt;
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (error != std::errc{} || index >= size) return std::nullopt;
  return index;
}

Tree* find_child(Tree& tree, std::string_view step) {
  if (Object* members = tree.object()) {
    const auto found =
        std::find_if(members->begin(), members->end(),
                     [&](const Object::value_type& member) { return member.first == step; });
    return found == members->end() ? nullptr : &found->second;
  }
  Array* items = tree.array();
  const auto index = items ? index_of(step, items->size()) : std::nullopt;
  return index ? &(*items)[*index] : nullptr;
}

Tree* find_at(Tree& tree, const JsonPointer& pointer, std::size_t count) {
  Tree* at = &tree;
  for (std::size_t i = 0; at && i < count; ++i) at = find_child(*at, pointer.steps[i]);
  return at;
}

}  // namespace patchbay::wire
