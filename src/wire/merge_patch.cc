// Merges member by member, and computes which members differ.
#include "wire/merge_patch.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace patchbay::wire {
namespace {

// The places of members by their keys, so that no time is spent on looking through many members
// again and again.
class Places {
 public:
  explicit Places(const Object& members) {
    at_.reserve(members.size());
    for (std::size_t i = 0; i < members.size(); ++i) at_.emplace(members[i].first, i);
  }
  [[nodiscard]] std::optional<std::size_t> find(std::string_view key) const {
    const auto found = at_.find(key);
    return found == at_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  std::unordered_map<std::string_view, std::size_t> at_;
};

}  // namespace

Tree apply_merge_patch(Tree target, const Tree& patch) {
  if (!patch.object()) return patch;
  if (!target.object()) target = Tree(Object{});
  Object& members = *target.object();
  // A patch has each key once, so what it adds need not be found again.
  const Places places(*patch.object());
  Object out;
  std::vector<bool> is_there(patch.object()->size());
  for (auto& [key, value] : members) {
    const auto at = places.find(key);
    if (at) is_there[*at] = true;
    const Tree* change = at ? &(*patch.object())[*at].second : nullptr;
    if (!change)
      out.emplace_back(std::move(key), std::move(value));
    else if (!change->is_null())
      out.emplace_back(std::move(key), apply_merge_patch(std::move(value), *change));
  }
  for (std::size_t i = 0; i < is_there.size(); ++i)
    if (const auto& [key, value] = (*patch.object())[i]; !is_there[i] && !value.is_null())
      out.emplace_back(key, apply_merge_patch(Tree(), value));
  return Tree(std::move(out));
}

Tree make_merge_patch(const Tree& before, const Tree& after) {
  if (!before.object() || !after.object()) return after;
  Object out;
  const Places places_after(*after.object());
  for (const auto& [key, value] : *before.object())
    if (!places_after.find(key)) out.emplace_back(key, Null{});
  const Places places_before(*before.object());
  for (const auto& [key, value] : *after.object()) {
    const auto at = places_before.find(key);
    const Tree* old = at ? &(*before.object())[*at].second : nullptr;
    if (!old)
      out.emplace_back(key, value);
    else if (*old != value)
      out.emplace_back(key, make_merge_patch(*old, value));
  }
  return out;
}

}  // namespace patchbay::wire
