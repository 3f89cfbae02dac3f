// Groups differences, and writes them down.
#include "cli/shadow/findings.h"

#include <algorithm>

#include "base/text.h"
#include "cli/remote/terminal.h"

namespace patchbay::app {

void ShadowFindings::add(std::string_view call, const std::string& target,
                         const std::vector<doors::ReplyDifference>& found) {
  const std::scoped_lock lock(mutex_);
  ++compared_;
  if (found.empty()) ++same_;
  for (const doors::ReplyDifference& each : found) {
    const Key key{std::string(call), each.field, each.cause};
    const auto known = groups_.find(key);
    if (known != groups_.end())
      ++known->second.count;
    else if (groups_.size() < kGroupsMax)
      groups_.emplace(key, Group{1, target, each.there, each.here});
    else
      ++groups_left_out_;
  }
}

void ShadowFindings::add_not_compared(doors::NotCompared reason, std::uint64_t count) {
  const std::scoped_lock lock(mutex_);
  not_compared_[static_cast<std::size_t>(reason)] += count;
}

void ShadowFindings::add_noise(const DifferenceKind& kind) {
  const std::scoped_lock lock(mutex_);
  if (noise_.size() < kGroupsMax || noise_.contains(kind)) ++noise_[kind];
}

bool ShadowFindings::is_noise(const DifferenceKind& kind) const {
  const std::scoped_lock lock(mutex_);
  return noise_.contains(kind);
}

std::uint64_t ShadowFindings::compared() const {
  const std::scoped_lock lock(mutex_);
  return compared_;
}

bool ShadowFindings::differs() const {
  const std::scoped_lock lock(mutex_);
  return !groups_.empty();
}

wire::Tree ShadowFindings::json(const std::string& door) const {
  const std::scoped_lock lock(mutex_);
  wire::Object reasons;
  for (std::size_t i = 0; i < not_compared_.size(); ++i)
    if (not_compared_[i] > 0)
      reasons.emplace_back(word(static_cast<doors::NotCompared>(i)),
                           static_cast<std::int64_t>(not_compared_[i]));
  wire::Array noise;
  for (const auto& [kind, count] : noise_)
    noise.emplace_back(wire::Object{{"field", kind.field},
                                    {"cause", word(kind.cause)},
                                    {"count", static_cast<std::int64_t>(count)}});
  wire::Array groups;
  for (const auto& [key, group] : groups_)
    groups.emplace_back(wire::Object{{"door", door},
                                     {"call", std::get<0>(key)},
                                     {"field", std::get<1>(key)},
                                     {"cause", word(std::get<2>(key))},
                                     {"count", static_cast<std::int64_t>(group.count)},
                                     {"example", wire::Tree(wire::Object{{"request", group.target},
                                                                         {"there", group.there},
                                                                         {"here", group.here}})}});
  return wire::Tree(wire::Object{{"door", door},
                                 {"compared", static_cast<std::int64_t>(compared_)},
                                 {"same", static_cast<std::int64_t>(same_)},
                                 {"not_compared", wire::Tree(std::move(reasons))},
                                 {"noise", wire::Tree(std::move(noise))},
                                 {"groups", wire::Tree(std::move(groups))},
                                 {"groups_left_out", static_cast<std::int64_t>(groups_left_out_)}});
}

std::string ShadowFindings::text(const std::string& door) const {
  const std::scoped_lock lock(mutex_);
  std::string out = door + ": " + std::to_string(compared_) + " compared, " +
                    std::to_string(same_) + " the same\n";
  for (std::size_t i = 0; i < not_compared_.size(); ++i)
    if (not_compared_[i] > 0)
      out.append("not compared: ")
          .append(std::to_string(not_compared_[i]))
          .append(", because ")
          .append(meaning(static_cast<doors::NotCompared>(i)))
          .append("\n");
  for (const auto& [kind, count] : noise_)
    out.append("noise: ")
        .append(on_one_line(kind.field))
        .append(kind.field.empty() ? "" : " ")
        .append(word(kind.cause))
        .append(", seen to differ between two reads of the vendor\n");
  for (const auto& [key, group] : groups_) {
    const auto& [call, field, cause] = key;
    out.append(std::to_string(group.count)).append(" × ").append(call).append(" ");
    out.append(on_one_line(field)).append(field.empty() ? "" : " ").append(word(cause));
    out += ": there " + on_one_line(group.there) + ", here " + on_one_line(group.here) +
           ", as for " + on_one_line(group.target) + '\n';
  }
  if (groups_left_out_ > 0)
    out += std::to_string(groups_left_out_) + " more differences are in no group\n";
  return out;
}

}  // namespace patchbay::app
