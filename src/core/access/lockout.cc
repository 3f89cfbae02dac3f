// Computes locks from counts of failures.
#include "core/access/lockout.h"

#include <algorithm>

namespace patchbay::core {
namespace {

constexpr std::int64_t kHour = 3600;
// Allowed difference between the clocks of nodes, in seconds.
constexpr std::int64_t kSkewSeconds = 60;

bool from_the_future(const Attempts& attempts, Instant now) {
  return attempts.last > now.plus_seconds(kSkewSeconds);
}

// A success clears the failures of a name at a source. The other counts end only after a time
// without failures; otherwise an attacker with one valid secret could reset them at will.
bool forgotten(const Attempts& attempts, Instant now, const ServiceOptions& options) {
  return attempts.last.plus_seconds(options.source_seconds) <= now;
}

Instant lock_after(std::int64_t failures, Instant now, const ServiceOptions& options) {
  const std::int64_t over = failures - options.failures_before_lock;
  if (over < 0) return {};
  const std::int64_t doubled = options.lock_seconds << std::min<std::int64_t>(over, 20);
  return now.plus_seconds(std::min(doubled, options.lock_seconds_max));
}

}  // namespace

bool locked_out(const std::optional<Attempts>& attempts, Instant now) {
  return attempts && attempts->locked_until > now && !from_the_future(*attempts, now);
}

std::int64_t locked_seconds(const std::optional<Attempts>& attempts, Instant now) {
  if (!attempts || !locked_out(attempts, now)) return 0;
  return std::min(kHour, (attempts->locked_until.us - now.us + 999'999) / 1'000'000);
}

bool slowed(const std::optional<Attempts>& attempts, Instant now, const ServiceOptions& options) {
  return attempts && options.name_failures > 0 && attempts->failures >= options.name_failures &&
         !forgotten(*attempts, now, options) && !from_the_future(*attempts, now);
}

Attempts after_failure(Attempts attempts, AttemptScope counted, Instant now,
                       const ServiceOptions& options) {
  if (counted == AttemptScope::source && locked_out(attempts, now)) return attempts;
  if (counted != AttemptScope::name_at_source && forgotten(attempts, now, options)) {
    attempts.failures = 0;
    attempts.locked_until = {};
  }
  attempts.last = now;
  attempts.failures += 1;
  switch (counted) {
    case AttemptScope::name_at_source:
      attempts.locked_until = lock_after(attempts.failures, now, options);
      break;
    case AttemptScope::source:
      if (options.source_failures > 0 && attempts.failures >= options.source_failures)
        attempts.locked_until = now.plus_seconds(options.source_seconds);
      break;
    case AttemptScope::name:
      break;
  }
  return attempts;
}

}  // namespace patchbay::core
