// Lookups in a tree and changes to it.
#include "wire/tree.h"

#include <algorithm>
#include <utility>

namespace patchbay::wire {
namespace {

// Up to this size comparing all pairs is faster than sorting, and most objects are smaller.
constexpr std::size_t kFewMembers = 16;

const std::string* repeated_key_of_few(const Object& members) {
  for (std::size_t later = 1; later < members.size(); ++later)
    for (std::size_t earlier = 0; earlier < later; ++earlier)
      if (members[earlier].first == members[later].first) return &members[later].first;
  return nullptr;
}

}  // namespace

Tree::Tree(Array value) : value_(std::move(value)) {}
Tree::Tree(Object value) : value_(std::move(value)) {}

const Tree* Tree::find(std::string_view key) const {
  const Object* members = object();
  if (members == nullptr) return nullptr;
  for (const auto& [name, value] : *members)
    if (name == key) return &value;
  return nullptr;
}

Tree& Tree::set(std::string key, Tree value) {
  Object& members = std::get<Object>(value_);
  for (auto& [name, old] : members) {
    if (name != key) continue;
    old = std::move(value);
    return *this;
  }
  members.emplace_back(std::move(key), std::move(value));
  return *this;
}

std::string_view Tree::kind() const {
  constexpr std::string_view kKinds[] = {"null",     "a boolean", "a number",
                                         "a string", "an array",  "an object"};
  static_assert(std::size(kKinds) == std::variant_size_v<Variant>);
  return kKinds[value_.index()];
}

const std::string* repeated_key(const Object& members) {
  if (members.size() <= kFewMembers) return repeated_key_of_few(members);
  std::vector<std::pair<std::string_view, const std::string*>> keys;
  keys.reserve(members.size());
  for (const auto& [key, value] : members) keys.emplace_back(key, &key);
  std::ranges::sort(keys);
  const auto found =
      std::ranges::adjacent_find(keys, {}, [](const auto& key) { return key.first; });
  return found == keys.end() ? nullptr : std::next(found)->second;
}

}  // namespace patchbay::wire
