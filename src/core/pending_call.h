// A call in the store's queue.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "core/access/actor.h"
#include "core/service.h"

namespace patchbay::core {

class SystemIds;

// A change of values that was planned before it was queued.
struct PreparedChange {
  View view;  // the state after the change
  Entry entry;
  store::PreparedSave save;
};

// What the calls of a batch held, kept until a thread that has time frees it: freeing it takes as
// long as a tenth of writing the change. Threads: any.
class SpentCalls {
 public:
  void take(Request request, std::optional<PreparedChange> prepared) {
    const std::lock_guard lock(mutex_);
    parts_.emplace_back(std::move(request), std::move(prepared));
  }
  void free() {
    std::deque<Part> freed;  // freed after the lock is given back
    const std::lock_guard lock(mutex_);
    freed.swap(parts_);
  }

 private:
  using Part = std::pair<Request, std::optional<PreparedChange>>;
  std::mutex mutex_;
  std::deque<Part> parts_;
};

// A write and its result. The job sets the result; it is read after the commit is known.
struct PendingCall {
  Call call;
  Actor actor;
  Completion complete;
  Uuid request{};                      // id that the caller can look the request up by
  Uuid batch{};                        // the batch it is part of; nil: none
  bool is_retry = false;               // `request` was derived from an idempotency key, so it may
                                       // have been executed before
  bool commits_despite_fault = false;  // the transaction is committed although the outcome is a
                                       // fault
  bool may_leave_no_owner = false;     // the change may leave no owner of the system
  std::vector<std::size_t> item_numbers{};   // of the items of a part of a batch; empty: none
  std::string password_hash{};               // hash of the requested password, computed beforehand
                                             // because it is slow
  std::optional<PreparedChange> prepared{};  // used if nothing that it relies on has changed
  // The state of the store under which the caller was authenticated without a look at it; the job
  // checks it. If it was another one, `again` is called instead of `complete`, once.
  std::optional<std::int64_t> assumed{};
  bool is_overtaken = false;
  std::function<void(const std::shared_ptr<PendingCall>&)> again{};
  std::shared_ptr<SystemIds> ids{};     // if the caller has ids of an outside system
  std::shared_ptr<SpentCalls> spent{};  // takes what the call held once it is completed, or null
  Result<Outcome> outcome = std::unexpected(Fault(ErrorKind::unavailable));
};
// Work done within the store's transaction.
using Work = std::function<Result<Outcome>(store::Transaction&, PendingCall&)>;

// Returns the origin of a change for its history entry.
[[nodiscard]] inline ChangeOrigin change_origin(const PendingCall& pending, Instant now) {
  const Call& call = pending.call;
  const std::string& agent = call.caller.agent;
  const std::string& reason = call.options.reason;
  return {.time = now,
          .principal = pending.actor.principal.name,
          .principal_id = pending.actor.principal.id,
          .door = call.caller.door,
          .source = call.caller.source,
          .request = pending.request,
          .reason = agent.empty() || reason.empty() ? agent + reason : agent + ": " + reason,
          .warnings = call.options.warnings};
}

}  // namespace patchbay::core
