// Counts failures, and writes many counts in one transaction.
#include "core/access/sign_in_failures.h"

#include <algorithm>
#include <utility>

#include "base/cidr.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kLocksMax = 100;

// Returns the count that locks for longer.
const Attempts& stricter(const Attempts& a, const Attempts& b) {
  return std::pair(a.failures, a.locked_until) < std::pair(b.failures, b.locked_until) ? b : a;
}

}  // namespace

std::optional<Attempts> SignInFailures::find(store::ReadTransaction& reader,
                                             const std::string& key) const {
  auto stored = reader.attempts(key);
  const std::lock_guard lock(mutex_);
  const auto found = unwritten_.find(key);
  if (found == unwritten_.end()) return stored;
  return stored ? stricter(*stored, found->second.attempts) : found->second.attempts;
}

std::vector<Attempts> SignInFailures::locks_of(store::ReadTransaction& reader,
                                               std::string_view name) const {
  const std::string prefix = keys_.of_name(name);
  std::vector<Attempts> out = reader.attempts(prefix, kLocksMax);
  {
    const std::lock_guard lock(mutex_);
    for (auto one = unwritten_.lower_bound(prefix);
         one != unwritten_.end() && one->first.starts_with(prefix); ++one) {
      const auto same = std::ranges::find(out, one->first, &Attempts::key);
      if (same != out.end())
        *same = stricter(*same, one->second.attempts);
      else
        out.push_back(one->second.attempts);
    }
  }
  const Instant now = clock_.now();
  std::erase_if(out, [&](const Attempts& each) { return !locked_out(each, now); });
  std::ranges::sort(out, {}, &Attempts::source);
  if (out.size() > kLocksMax) out.resize(kLocksMax);
  return out;
}

SignInFailures::Effect SignInFailures::count(store::ReadTransaction& reader,
                                             const std::optional<std::string>& name,
                                             const std::string& source,
                                             std::function<void()> done) {
  const Instant now = clock_.now();
  const std::string of_source = keys_.of_source(source);
  const auto stored_of_source = reader.attempts(of_source);
  const std::string block = to_source_block(source);
  Effect out;
  {
    std::optional<Attempts> stored_of_name;
    std::optional<Attempts> stored_guesses;
    if (name) {
      stored_of_name = reader.attempts(keys_.of(*name, source));
      stored_guesses = reader.attempts(keys_.of_guesses(*name));
    }
    const std::lock_guard lock(mutex_);
    if (name) {
      out.of_name =
          add(stored_of_name, keys_.of(*name, source), AttemptScope::name_at_source, block);
      out.locked = locked_out(out.of_name, now);
      const Attempts guesses = add(stored_guesses, keys_.of_guesses(*name), AttemptScope::name, {});
      out.slowed = options_.name_failures > 0 && guesses.failures == options_.name_failures;
    }
    const Attempts attempts = add(stored_of_source, of_source, AttemptScope::source, block);
    out.throttled = locked_out(attempts, now) && attempts.last == now &&
                    attempts.failures == options_.source_failures;
    out.throttled_until = attempts.locked_until;
    waiting_.push_back(std::move(done));
  }
  flush();
  return out;
}

// Must be called under the lock.
Attempts SignInFailures::add(const std::optional<Attempts>& stored, std::string key,
                             AttemptScope counted, const std::string& source) {
  Attempts before = stored.value_or(Attempts{});
  const auto [one, is_new] = unwritten_.try_emplace(std::move(key));
  Unwritten& unwritten = one->second;
  if (!is_new) {
    before = stricter(before, unwritten.attempts);
    by_turn_.erase(unwritten.turn);
  }
  before.key = one->first;
  before.source = source;
  unwritten.attempts = after_failure(std::move(before), counted, clock_.now(), options_);
  unwritten.counted = counted;
  unwritten.failures += 1;
  unwritten.turn = ++turn_;
  by_turn_.emplace(turn_, one->first);
  Attempts out = unwritten.attempts;
  drop_oldest();
  return out;
}

// Must be called under the lock.
void SignInFailures::drop_oldest() {
  while (unwritten_.size() > kUnwrittenMax) erase(unwritten_.find(by_turn_.begin()->second));
}

void SignInFailures::erase(std::map<std::string, Unwritten, std::less<>>::iterator one) {
  by_turn_.erase(one->second.turn);
  unwritten_.erase(one);
}

void SignInFailures::forget(std::string_view prefix) {
  const std::lock_guard lock(mutex_);
  auto one = unwritten_.lower_bound(prefix);
  while (one != unwritten_.end() && one->first.starts_with(prefix)) erase(one++);
}

void SignInFailures::write_rest() { flush(); }

// Returns the oldest counts that are not stored yet. Must be called under the lock.
std::vector<SignInFailures::WrittenAttempts> SignInFailures::oldest_unwritten() const {
  std::vector<WrittenAttempts> out;
  for (const auto& [turn, key] : by_turn_) {
    if (out.size() == kTogether) break;
    out.push_back({key, unwritten_.find(key)->second});
  }
  return out;
}

void SignInFailures::flush() {
  const auto flush = std::make_shared<Flush>();
  {
    const std::lock_guard lock(mutex_);
    if (is_flushing_ || (unwritten_.empty() && waiting_.empty())) return;
    is_flushing_ = true;
    flush->waiting = std::exchange(waiting_, {});
  }
  store_.write(
      [flush, this](store::Transaction& transaction) {
        {
          const std::lock_guard lock(mutex_);
          flush->written = oldest_unwritten();
        }
        for (const auto& [key, what] : flush->written) {
          Attempts row = transaction.attempts(key).value_or(Attempts{});
          row.key = key;
          row.source = what.attempts.source;
          for (std::int64_t i = 0; i < what.failures; ++i)
            row = after_failure(std::move(row), what.counted, what.attempts.last, options_);
          transaction.save(row);
        }
        return true;
      },
      [flush, this](store::Committed committed) { finish_flush(*flush, committed); });
}

void SignInFailures::finish_flush(Flush& flush, store::Committed committed) {
  bool again = false;
  {
    const std::lock_guard lock(mutex_);
    is_flushing_ = false;
    const bool is_written = committed == store::Committed::yes;
    for (const auto& [key, what] : flush.written) {
      const auto one = unwritten_.find(key);
      if (!is_written || one == unwritten_.end()) continue;
      one->second.failures -= what.failures;
      if (one->second.failures <= 0) erase(one);
    }
    again = !waiting_.empty() || (is_written && !unwritten_.empty());
  }
  for (const auto& done : flush.waiting) done();
  if (again) this->flush();
}

}  // namespace patchbay::core
