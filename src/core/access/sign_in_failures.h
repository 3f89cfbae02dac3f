// Failures to sign in, counted in memory at once and in the store as soon as it takes them: so that
// neither a full disk nor a full queue lets anyone guess on, and so that all nodes count together.
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

// Threads: any. What is handed in outlives this and what it queues.
class SignInFailures {
 public:
  SignInFailures(store::Store& store, const Clock& clock, const ServiceOptions& options,
                 const AttemptsKeys& keys)
      : store_(store), clock_(clock), options_(options), keys_(keys) {}

  // What counts under `key`: the store's or this node's, whichever is more.
  [[nodiscard]] std::optional<Attempts> find(store::ReadTransaction& reader,
                                             const std::string& key) const;
  // The locks of `name` that hold now, by source; at most a hundred.
  [[nodiscard]] std::vector<Attempts> locks_of(store::ReadTransaction& reader,
                                               std::string_view name) const;

  // What one failure led to.
  struct Effect {
    Attempts of_name;
    bool locked = false;     // the name, at this source
    bool throttled = false;  // the source, from now on
    bool slowed = false;     // the name, from now on
    Instant throttled_until;
  };
  // Counts one of `name` from `source`; with no name, of the source alone. `done` is called once it
  // is in the store or cannot be written now, on any thread; it must not block.
  Effect count(store::ReadTransaction& reader, const std::optional<std::string>& name,
               const std::string& source, std::function<void()> done);
  // Forgets what is not in the store yet, of every key that begins with `prefix`.
  void forget(std::string_view prefix);
  // Writes what is not in the store yet, where the store takes it now.
  void write_rest();

 private:
  // What was counted and is not in the store yet.
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
  std::map<std::uint64_t, std::string> by_turn_;  // the oldest go first
  std::uint64_t turn_ = 0;
  std::vector<std::function<void()>> waiting_;
  bool is_flushing_ = false;
};

}  // namespace patchbay::core
