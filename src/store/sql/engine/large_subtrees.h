// Remembers which subtrees have many customers, so that not every list has to find out.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace patchbay::store::sql {

// What is remembered decides how a list is read, and never what it shows. So it may be old, but not
// for long.
class LargeSubtrees {
 public:
  // Whether the subtree of `path` was found to be large. True for kUses calls after remember().
  [[nodiscard]] bool holds(std::string_view path) {
    const auto found = uses_.find(path);
    if (found == uses_.end()) return false;
    if (--found->second == 0) uses_.erase(found);
    return true;
  }
  void remember(std::string_view path) {
    if (uses_.size() >= kMax) uses_.clear();
    uses_.insert_or_assign(std::string(path), kUses);
  }

 private:
  static constexpr int kUses = 64;
  static constexpr std::size_t kMax = 64;  // subtrees

  std::map<std::string, int, std::less<>> uses_;  // that are left
};

}  // namespace patchbay::store::sql
