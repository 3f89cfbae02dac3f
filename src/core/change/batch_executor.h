// Carries out batches: expands them into changes and has each of them rehearsed or committed alone.
#pragma once

#include "core/change/batch.h"
#include "core/change_executor.h"
#include "core/idempotency.h"

namespace patchbay::core {

// Threads: any. The arguments must outlive this object and everything it started.
class BatchExecutor {
 public:
  BatchExecutor(const ChangeExecutor& changes, const IdempotencyRecords& idempotency)
      : changes_(changes), idempotency_(idempotency) {}

  // Carries out `pending`, a Bulk or an UndoMany, whose caller is known. A batch that was begun
  // before under the same key continues with the changes it had then; its selection is not looked
  // at again. `reader` is not used after the return.
  void start(store::ReadTransaction& reader, const std::shared_ptr<PendingCall>& pending) const;

 private:
  using PendingPtr = std::shared_ptr<PendingCall>;

  // A batch under an idempotency key, as it is begun.
  struct NewBatch {
    std::vector<Call> calls;
    Batch batch;
  };

  [[nodiscard]] Result<std::optional<NewBatch>> find_begun(store::ReadTransaction& reader,
                                                           const PendingCall& pending) const;
  void begin_under_key(const PendingPtr& pending, std::vector<Call> calls) const;
  [[nodiscard]] Result<Outcome> save_begin(store::Transaction& transaction,
                                           const PendingCall& pending, NewBatch& run) const;
  [[nodiscard]] static NewBatch continued(std::string_view stored, const Call& call);
  [[nodiscard]] static PendingPtr change_of(const PendingPtr& whole, Call call, Completion complete,
                                            const Uuid& request);
  void rehearse(store::ReadTransaction& reader, std::vector<Call> calls,
                const PendingPtr& whole) const;
  void commit(std::vector<Call> calls, Batch batch, const PendingPtr& whole) const;

  const ChangeExecutor& changes_;
  const IdempotencyRecords& idempotency_;
  mutable BatchRoom room_;
};

}  // namespace patchbay::core
