// Merges member by member, and computes which members differ.
#include "wire/merge_patch.h"

#include <algorithm>

namespace patchbay::wire {

Tree apply_merge_patch(Tree target, const Tree& patch) {
  if (!patch.object()) return patch;
  if (!target.object()) target = Tree(Object{});
  Object& members = *target.object();
  for (const auto& [key, value] : *patch.object()) {
    const auto at = std::find_if(members.begin(), members.end(),
                                 [&](const auto& member) { return member.first == key; });
    if (value.is_null()) {
      if (at != members.end()) members.erase(at);
    } else if (at != members.end()) {
      at->second = apply_merge_patch(std::move(at->second), value);
    } else {
      members.emplace_back(key, apply_merge_patch(Tree(), value));
    }
  }
  return target;
}

Tree make_merge_patch(const Tree& before, const Tree& after) {
  if (!before.object() || !after.object()) return after;
  Object out;
  for (const auto& [key, value] : *before.object())
    if (!after.find(key)) out.emplace_back(key, Null{});
  for (const auto& [key, value] : *after.object()) {
    const Tree* old = before.find(key);
    if (!old)
      out.emplace_back(key, value);
    else if (*old != value)
      out.emplace_back(key, make_merge_patch(*old, value));
  }
  return out;
}

}  // namespace patchbay::wire
