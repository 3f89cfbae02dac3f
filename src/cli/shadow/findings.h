// What a shadow found: differences in groups, and counts of what was left out.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "doors/reply_differences.h"
#include "doors/shadow_request.h"
#include "wire/tree.h"

namespace patchbay::app {

// Differences of one cause about one field.
struct DifferenceKind {
  std::string field;
  doors::ReplyCause cause{};
  auto operator<=>(const DifferenceKind&) const = default;
};

// Any thread.
class ShadowFindings {
 public:
  // More groups are counted and not kept.
  static constexpr std::size_t kGroupsMax = 2000;

  // `call` and `target` are of the request; `target` has no secrets.
  void add(std::string_view call, const std::string& target,
           const std::vector<doors::ReplyDifference>& found);
  void add_not_compared(doors::NotCompared reason, std::uint64_t count = 1);
  void add_noise(const DifferenceKind& kind);
  [[nodiscard]] bool is_noise(const DifferenceKind& kind) const;
  [[nodiscard]] bool differs() const;
  [[nodiscard]] std::uint64_t compared() const;

  // {"compared":…,"same":…,"not_compared":{…},"noise":[…],"groups":[…]}
  [[nodiscard]] wire::Tree json(const std::string& door) const;
  // For people: the counts, and a line for each group.
  [[nodiscard]] std::string text(const std::string& door) const;

 private:
  using Key = std::tuple<std::string, std::string, doors::ReplyCause>;  // call, field, cause
  struct Group {
    std::uint64_t count = 0;
    std::string target;  // of the first request that differed, and what each side had
    std::string there;
    std::string here;
  };

  mutable std::mutex mutex_;
  std::uint64_t compared_ = 0;
  std::uint64_t same_ = 0;
  std::uint64_t groups_left_out_ = 0;
  std::array<std::uint64_t, doors::kNotComparedReasons> not_compared_{};
  std::map<DifferenceKind, std::uint64_t> noise_;
  std::map<Key, Group> groups_;
};

}  // namespace patchbay::app
