// Counting within fixed periods.
#include "core/probes.h"

#include <algorithm>

namespace patchbay::core {
namespace {

bool is_over(Instant since, Instant now) { return since.plus_seconds(Probes::kPeriod) <= now; }

}  // namespace

std::int64_t Probes::closed_seconds(std::int64_t principal, Instant now) const {
  const std::lock_guard lock(mutex_);
  const auto found = told_.find(principal);
  if (found == told_.end() || found->second.times < kMax || is_over(found->second.since, now))
    return 0;
  const Instant end = found->second.since.plus_seconds(kPeriod);
  return std::clamp<std::int64_t>((end.us - now.us + 999'999) / 1'000'000, 1, kPeriod);
}

void Probes::note(std::int64_t principal, const Fault& fault, Instant now) {
  const bool tells = std::ranges::any_of(fault.problems,
                                         [](const Problem& each) { return each.what == kNotFree; });
  if (!tells) return;
  const std::lock_guard lock(mutex_);
  if (told_.size() >= kPrincipalsMax)
    std::erase_if(told_, [&](const auto& each) { return is_over(each.second.since, now); });
  if (told_.size() >= kPrincipalsMax && !told_.contains(principal)) told_.clear();
  Told& told = told_[principal];
  if (told.times == 0 || is_over(told.since, now)) told = {now, 0};
  ++told.times;
}

}  // namespace patchbay::core
