// Failed sign-in attempts, counted in memory at once and in the store as soon as possible. A full
// disk or queue therefore gives an attacker no free guesses, and all nodes count together.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/access/attempts_keys.h"
#include "core/access/lockout.h"

namespace patchbay::core {

// Threads: any. The arguments must outlive this object and the jobs it queues.
class SignInFailures {
 public:
  SignInFailures(store::Store& store, const Clock& clock, const ServiceOptions& options,
                 const AttemptsKeys& keys)
      : store_(store), clock_(clock), options_(options), keys_(keys) {}

  // Returns the count under `key`: the store's or this node's, whichever is higher.
  [[nodiscard]] std::optional<Attempts> find(store::ReadTransaction& reader,
                                             const std::string& key) const;
  // Returns the locks of `name` now in force, sorted by source; at most 100.
  [[nodiscard]] std::vector<Attempts> locks_of(store::ReadTransaction& reader,
                                               std::string_view name) const;

  // The result of one counted failure.
  struct Effect {
    Attempts of_name;
    bool locked = false;     // the name is locked at this source
    bool throttled = false;  // the source is throttled from now on
    bool slowed = false;     // the name is slowed from now on
    Instant throttled_until;
  };
  // Counts a failure of `name` from `source`; without a name, a failure of the source only. Calls
  // `done` on any thread after the count is stored, or after storing it failed. `done` must not
  // block.
  Effect count(store::ReadTransaction& reader, const std::optional<std::string>& name,
               const std::string& source, std::function<void()> done);
  // Drops counts that are not stored yet, for every key that starts with `prefix`.
  void forget(std::string_view prefix);
  // Writes the counts that are not stored yet, if the store accepts writes.
  void write_rest();

 private:
  // A count that is not stored yet.
  struct Unwritten {
    Attempts attempts;
    AttemptScope counted = AttemptScope::name_at_source;
    std::int64_t failures = 0;
    std::uint64_t turn = 0;
  };
  struct WrittenAttempts {
    std::string key;
    Unwritten what;
  };
  struct Flush {
    std::vector<WrittenAttempts> written;
    std::vector<std::function<void()>> waiting;
  };

  Attempts add(const std::optional<Attempts>& stored, std::string key, AttemptScope counted,
               const std::string& source);
  void drop_oldest();
  void erase(std::map<std::string, Unwritten, std::less<>>::iterator one);
  [[nodiscard]] std::vector<WrittenAttempts> oldest_unwritten() const;
  void flush();
  void finish_flush(Flush& flush, store::Committed committed);

  static constexpr std::size_t kUnwrittenMax = 10'000;
  static constexpr std::size_t kTogether = 256;

  store::Store& store_;
  const Clock& clock_;
  const ServiceOptions& options_;
  const AttemptsKeys& keys_;
  mutable std::mutex mutex_;
  std::map<std::string, Unwritten, std::less<>> unwritten_;
  std::map<std::uint64_t, std::string> by_turn_;  // keys by age; the oldest are dropped first
  std::uint64_t turn_ = 0;
  std::vector<std::function<void()>> waiting_;
  bool is_flushing_ = false;
};

}  // namespace patchbay::core
