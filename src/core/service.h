// The one way in: takes calls, answers with outcomes. Nobody below this line knows which dialect
// asked.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "core/call/call.h"
#include "core/call/outcome.h"
#include "store/store.h"

namespace patchbay::core {

struct ServiceOptions {
  std::int64_t token_seconds = 3600;
  std::int64_t refresh_seconds = 30 * 86400;
  std::int64_t request_days = 30;        // how long request ids are kept, at least
  std::int64_t history_days = 0;         // how long history keeps values; 0: for ever
  std::int64_t idempotency_hours = 24;   // how long answers under idempotency keys are kept
  int failures_before_lock = 5;          // wrong secrets of one name from one source
  std::int64_t lock_seconds = 30;        // the first lock; each further failure doubles it …
  std::int64_t lock_seconds_max = 3600;  // … up to this
  int source_failures = 100;             // of one source, whatever the names; 0: any number
  std::int64_t source_seconds = 600;     // how long a source is throttled, or its failures count
  int name_failures = 100;  // of one name, whatever the sources, before its checks are slowed; 0:
                            // any number. They count for `source_seconds` too
  std::int64_t auth_cache_seconds = 60;  // how long a checked password need not be checked again
  bool light_passwords = false;          // argon2id at its lightest: for tests
  bool common_passwords = false;         // may be set: for the demo
  std::vector<std::string> doors{};      // that principals can be kept to; empty: any name
  // Is told of each call that came upon something damaged in the store: the id of its request, and
  // what it was, as a sentence for the operator. Any thread; must not throw. Empty: nobody is told.
  std::function<void(const Uuid& request, const std::string& what)> on_damage{};
};

// A password that has to be computed before a call can go on, and in what order such calls are to
// be taken: who signed in lately from there first, then source by source, names that are guessed at
// last and slowly.
struct PasswordCheck {
  std::string source;      // the block that counts as one source
  std::string name;        // a keyed hash of it
  bool is_known = false;   // it signed in lately from there
  bool is_slowed = false;  // it is guessed at, from whatever sources
};

// Answers once, on any thread; after a change, only when it is on disk. Where not even that can be
// done, it is let go unanswered. Must not throw.
using Completion = std::function<void(Result<Outcome>)>;

class Service {
 public:
  // `sealing_key` is 32 bytes; secrets are sealed with it on disk. What is handed in outlives this.
  static std::unique_ptr<Service> make(store::Store& store, const Clock& clock, Random& random,
                                       std::string sealing_key, ServiceOptions options);
  virtual ~Service() = default;

  // Any thread. May check a password, which takes tens of milliseconds, on the calling thread: ask
  // `slow` first where that matters. Does not throw where `answer` does not.
  virtual void handle(Call call, Completion complete) = 0;
  // The password that handling `call` would check, if it is not remembered.
  [[nodiscard]] virtual std::optional<PasswordCheck> find_password_check(const Call& call) = 0;

  // Judges `caller` alone, before it is known what it wants: answers with the fault, counted as
  // any other, or with nothing. What was found good need not be found so later. Any thread, and
  // checks passwords on it as `handle` does.
  virtual void check_caller(Call call, std::function<void(std::optional<Fault>)> complete) = 0;

  // Removes what has expired, and goes on by itself while there is more. Call about once a minute.
  virtual void sweep() = 0;
  // Queues the writing of what stands in memory alone. Call before the store is closed.
  virtual void finish() = 0;
};

// The same, waiting: for tests and tools. Not on the store's thread.
Result<Outcome> handle_and_wait(Service& service, Call call);

}  // namespace patchbay::core
