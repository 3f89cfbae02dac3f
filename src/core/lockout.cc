// The arithmetic of lock-outs.
#include "core/lockout.h"

#include <algorithm>

namespace patchbay::core {

std::string attempts_key(std::string_view name, std::string_view source) {
  std::string out(name);
  out += '\n';
  if (source.empty()) return out;
  out += source;
  return out += '\n';
}

bool locked_out(const std::optional<Attempts>& attempts, Instant now) {
  return attempts && attempts->locked_until > now;
}

Attempts after_failure(std::optional<Attempts> attempts, const std::string& key, Instant now,
                       const Options& options) {
  Attempts out = attempts.value_or(Attempts{});
  out.key = key;
  out.last = now;
  out.failures += 1;
  const std::int64_t over = out.failures - options.failures_before_lock;
  if (over < 0) return out;
  const std::int64_t doubled = options.lock_seconds << std::min<std::int64_t>(over, 20);
  out.locked_until = now.plus_seconds(std::min(doubled, options.lock_seconds_max));
  return out;
}

}  // namespace patchbay::core
