// A call on its way through the store's queue.
#pragma once

#include "core/access/actor.h"
#include "core/service.h"

namespace patchbay::core {

// What a write came to, filled in by the job and read when its fate is known.
struct PendingCall {
  Call call;
  Actor actor;
  Completion complete;
  Uuid request{};                      // what the caller can ask after
  Uuid batch{};                        // what it is part of; nil: nothing
  bool is_retry = false;               // `request` follows from a key: it may have been done before
  bool commits_despite_fault = false;  // what was written stays although the outcome is a fault
  std::string password_hash{};         // of the password wished for, made beforehand: it takes long
  Result<Outcome> outcome = std::unexpected(Fault(ErrorKind::unavailable));
};
// Works within the store's transaction.
using Work = std::function<Result<Outcome>(store::Transaction&, PendingCall&)>;

// How a change is entered into history.
[[nodiscard]] inline ChangeOrigin change_origin(const PendingCall& pending, Instant now) {
  const Call& call = pending.call;
  return {.time = now,
          .principal = pending.actor.principal.name,
          .principal_id = pending.actor.principal.id,
          .door = call.caller.door,
          .source = call.caller.source,
          .request = pending.request,
          .reason = call.options.reason,
          .warnings = call.options.warnings};
}

}  // namespace patchbay::core
