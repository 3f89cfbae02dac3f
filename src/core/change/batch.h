// Many changes under one call: what they are, and doing them a few at a time.
#pragma once

#include "core/access/actor.h"
#include "core/service.h"

namespace patchbay::core {

// Whether the actor may ask for it at all, and what its reader found wrong with it as a whole.
[[nodiscard]] Result<void> check_may_begin(const Actor& actor, const Call& call);

// The changes that the call, a Bulk or an UndoMany that may begin, comes to: each a call of its
// own, in order. Or what is wrong with it as a whole: too many, or nothing of that name.
[[nodiscard]] Result<std::vector<Call>> expand_batch(store::ReadTransaction& reader,
                                                     const Actor& actor, const Call& call);

// What must be kept of `calls` so that the call they came from comes to the same ones again,
// whatever has changed since; and those again, where `text` was made of the same call.
[[nodiscard]] std::string encode_batch(const Uuid& batch, const std::vector<Call>& calls);
struct StoredBatch {
  Uuid batch;
  std::vector<Call> calls;
};
[[nodiscard]] StoredBatch decode_batch(std::string_view text, const Call& call);

// Does one change of a batch, answering once.
using ChangeOne = std::function<void(std::size_t index, Call call, Completion complete)>;

// Does all of `calls`, some at a time so that others have their turn, and answers with `batch`,
// completed, when the last is done. Each succeeds or is refused alone.
void run_batch(std::vector<Call> calls, Batch batch, ChangeOne one, Completion complete);

}  // namespace patchbay::core
