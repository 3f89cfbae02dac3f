// Counts within fixed periods.
#include "core/access/probe_limiter.h"

#include <algorithm>

namespace patchbay::core {
namespace {

bool is_over(Instant since, Instant now) {
  return since.plus_seconds(ProbeLimiter::kPeriod) <= now;
}

}  // namespace

std::int64_t ProbeLimiter::blocked_seconds(std::int64_t principal, Instant now) const {
  const std::lock_guard lock(mutex_);
  const auto found = counts_.find(principal);
  if (found == counts_.end() || found->second.times < kMax || is_over(found->second.since, now))
    return 0;
  const Instant end = found->second.since.plus_seconds(kPeriod);
  return std::clamp<std::int64_t>((end.us - now.us + 999'999) / 1'000'000, 1, kPeriod);
}

void ProbeLimiter::count_if_taken(std::int64_t principal, const Fault& fault, Instant now) {
  const bool tells = std::ranges::any_of(
      fault.problems, [](const Problem& each) { return each.what == kNameTaken; });
  if (!tells) return;
  const std::lock_guard lock(mutex_);
  if (counts_.size() >= kPrincipalsMax)
    std::erase_if(counts_, [&](const auto& each) { return is_over(each.second.since, now); });
  if (counts_.size() >= kPrincipalsMax && !counts_.contains(principal)) counts_.clear();
  Count& count = counts_[principal];
  if (count.times == 0 || is_over(count.since, now)) count = {now, 0};
  ++count.times;
}

}  // namespace patchbay::core
