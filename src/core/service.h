// The entry point of core: takes calls and returns outcomes. Code below this line does not know
// which dialect the call came from.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "core/access/sealing_keys.h"
#include "core/call/call.h"
#include "core/call/deliveries.h"
#include "core/call/outcome.h"
#include "core/call/systems.h"
#include "core/call/transfers.h"
#include "store/store.h"

namespace patchbay::core {

struct ServiceOptions {
  // Settings of operators: the standard values are in the table of settings, and nowhere else.
  std::int64_t token_seconds = 0;
  std::int64_t refresh_seconds = 0;
  std::int64_t session_idle_seconds = 0;
  std::int64_t session_seconds = 0;
  std::int64_t request_days = 0;       // minimum time that request ids are kept
  std::int64_t delivery_days = 0;      // time that attempts to deliver are kept; 0: their number
                                       // alone decides
  std::int64_t history_days = 0;       // time that history keeps values; 0: without limit
  std::int64_t idempotency_hours = 0;  // time that replies to idempotency keys are kept
  int failures_before_lock = 0;        // wrong secrets of one name from one source
  std::int64_t lock_seconds = 0;       // duration of the first lock; each further failure doubles
                                       // it
  std::int64_t lock_seconds_max = 0;   // maximum duration of a lock
  int source_failures = 0;             // failures of one source with any name before it is
                                       // throttled; 0: no limit
  std::int64_t source_seconds = 0;     // time that a source is throttled, and that its failures
                                       // count
  int name_failures = 0;  // failures of one name from any source before its checks are slowed; 0:
                          // no limit. They count for `source_seconds`
  std::int64_t auth_cache_seconds = 0;  // time that a checked secret stays in the cache
  bool light_passwords = false;         // argon2id at its lowest cost, for tests
  bool common_passwords = false;        // common passwords are allowed, for the demo
  std::vector<std::string> doors{};     // door names that principals can be limited to; empty: any
                                        // name
  // Doors whose callers name customers by the ids of an outside system, and its number.
  std::map<std::string, std::int64_t, std::less<>> ids_of{};
  Traffic* traffic = nullptr;        // must outlive the service; null: no traffic is kept
  Deliveries* deliveries = nullptr;  // must outlive the service; null: there are none
  Systems* systems = nullptr;        // must outlive the service; null: none can be spoken to
  Transfers* transfers = nullptr;    // must outlive the service; null: it takes no files
  System* system = nullptr;          // must outlive the service; null: its state is not known
  // Called for each call that meets damaged data, with the id of its request and a sentence for the
  // operator. Threads: any; must not throw. May be empty.
  std::function<void(const Uuid& request, const std::string& what)> on_damage{};
};

// A password that has to be hashed before a call can continue, and the members that decide the
// order of such calls: first names that signed in recently from the same source, then source by
// source, and last, slowly, names that are being guessed.
struct PasswordCheck {
  std::string source;      // the address block that counts as one source
  std::string name;        // keyed hash of the name
  bool is_known = false;   // the name signed in recently from this source
  bool is_slowed = false;  // the name is being guessed, from any source
};

// Completes a call, once, on any thread; for a change, only after it is on disk. A call that cannot
// be completed at all is dropped: its completion is destroyed without a call. Must not throw.
using Completion = std::function<void(Result<Outcome>)>;

// The rights of the system owner without credentials, for tools whose user has the files of the
// store. No door has a Service, so no request gets them.
struct OwnerRights {
  std::string author;               // shown in history; not the name of a principal
  bool may_leave_no_owner = false;  // a change may remove the last owner of the system
};

class Service {
 public:
  // Secrets on disk are encrypted with `keys`, which may get further ones later. The other
  // arguments must outlive the service.
  static std::unique_ptr<Service> make(store::Store& store, const Clock& clock, Random& random,
                                       SealingKeys keys, ServiceOptions options);
  virtual ~Service() = default;

  // Executes a call. Threads: any. May hash a password on the calling thread, which takes tens of
  // milliseconds; ask find_password_check() first if that matters. Does not throw unless `complete`
  // throws.
  virtual void handle(Call call, Completion complete) = 0;
  // The same with `rights`; the credentials of `call` are not used. A call about tokens is refused.
  virtual void handle_as_owner(Call call, OwnerRights rights, Completion complete) = 0;
  // The same with the rights that a live principal has now. Refused if it is locked or deleted.
  virtual void handle_as_principal(Call call, std::int64_t principal, Completion complete) = 0;
  // Returns the password that handle() would have to hash; nothing if it is in the cache.
  [[nodiscard]] virtual std::optional<PasswordCheck> find_password_check(const Call& call) = 0;

  // Checks only the caller of `call`, and of an import whether the caller may make it: completes
  // with the fault, counted as usual, or with nothing. A later call may still be refused. Threads:
  // any; may hash a password like handle().
  virtual void check_caller(Call call, std::function<void(std::optional<Fault>)> complete) = 0;

  // Removes expired rows and continues by itself while there are more. To be called about once a
  // minute.
  virtual void sweep() = 0;
  // Queues the writing of data that is only in memory. To be called before the store is closed.
  virtual void finish() = 0;
};

// Handle a call and wait for its outcome. For tests and tools. Must not be called on a thread of
// the store.
Result<Outcome> handle_and_wait(Service& service, Call call);
Result<Outcome> handle_as_owner_and_wait(Service& service, Call call, OwnerRights rights);
Result<Outcome> handle_as_principal_and_wait(Service& service, Call call, std::int64_t principal);

}  // namespace patchbay::core
