// Many changes in one call: how it is expanded, and how the changes are executed a few at a time.
#pragma once

#include "core/access/actor.h"
#include "core/change/batch_room.h"
#include "core/service.h"

namespace patchbay::core {

// Checks that the actor may make the call, and that the door found no problem with the call as a
// whole.
[[nodiscard]] Result<void> check_may_begin(const Actor& actor, const Call& call);

// Refuses a batch of more than `max` changes. `field` is the caller's spelling of that number.
[[nodiscard]] Fault too_many_affected(std::size_t max, const std::string& field);

// Takes back what `versions` of a customer changed. What was taken back already is unchanged.
[[nodiscard]] UpdateCustomer undo_of(CustomerId id, std::vector<Version> versions, bool force);

// Expands a Bulk or an UndoMany into one call for each change, in order. Returns a fault if the
// call as a whole is wrong: too many customers, or an unknown name. Takes the items out of a Bulk
// that has no idempotency key.
[[nodiscard]] Result<std::vector<Call>> expand_batch(store::ReadTransaction& reader,
                                                     const Actor& actor, Call& call);

// Stores and restores the expanded calls, so that a retry gets the same changes even if the
// selection would differ now. `text` must come from the same call.
[[nodiscard]] std::string encode_batch(const Uuid& batch, const std::vector<Call>& calls);
struct StoredBatch {
  Uuid batch;
  std::vector<Call> calls;
};
[[nodiscard]] StoredBatch decode_batch(std::string_view text, const Call& call);

// One change of a batch, to be completed once.
struct BatchChange {
  std::size_t index = 0;  // its position in the batch
  Call call;
  Completion complete;
};
// Executes some changes of a batch.
using ChangeSome = std::function<void(std::vector<BatchChange> changes)>;

struct BatchOptions {
  // Executes what follows the first changes; empty: that is executed where an earlier change was
  // completed.
  std::function<void(std::function<void()>)> run_apart{};
  // Shared by all batches that wait for the store; null: these changes do not. Outlives the batch.
  BatchRoom* room = nullptr;
  bool takes_room_at_once = false;  // without waiting for other batches
};

// Executes all of `calls`, a few at a time so that other callers are served in between, and
// completes with `batch` when the last one is done. Each call succeeds or is refused alone. The
// first changes are executed before this returns, unless they have to wait for room.
void run_batch(std::vector<Call> calls, Batch batch, BatchOptions options, ChangeSome some,
               Completion complete);

}  // namespace patchbay::core
