// The arithmetic of lock-outs.
#include "core/lockout.h"

#include <algorithm>

namespace patchbay::core {
namespace {

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

// A name's count ends with a success. A source's must not, or whoever has one right secret could
// guess for ever: it ends after a while without failures.
Attempts after_source_failure(std::optional<Attempts> attempts, const std::string& key, Instant now,
                              const Options& options) {
  Attempts out = attempts.value_or(Attempts{});
  if (out.last.plus_seconds(options.source_seconds) <= now) out = {};
  out.key = key;
  out.last = now;
  out.failures += 1;
  if (out.failures >= options.source_failures)
    out.locked_until = now.plus_seconds(options.source_seconds);
  return out;
}

}  // namespace

std::string attempts_key(std::string_view name, std::string_view source) {
  std::string out(name);
  out += '\n';
  if (source.empty()) return out;
  out += source;
  return out += '\n';
}

std::string source_key(std::string_view source) { return attempts_key({}, source); }

bool locked_out(const std::optional<Attempts>& attempts, Instant now) {
  return attempts && attempts->locked_until > now;
}

std::int64_t throttled_seconds(const std::optional<Attempts>& attempts, Instant now) {
  if (!attempts || attempts->locked_until <= now) return 0;
  return (attempts->locked_until.us - now.us + 999'999) / 1'000'000;
}

void count_failure(store::Transaction& transaction, std::string_view name, std::string_view source,
                   Instant now, const Options& options) {
  const std::string of_name = attempts_key(name, source);
  transaction.save(after_failure(transaction.attempts(of_name), of_name, now, options));
  if (options.source_failures == 0) return;
  const std::string of_source = source_key(source);
  const auto before = transaction.attempts(of_source);
  if (!locked_out(before, now))
    transaction.save(after_source_failure(before, of_source, now, options));
}

}  // namespace patchbay::core
