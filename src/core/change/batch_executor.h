// Carries out batches: expands them into changes and has each of them rehearsed or committed alone.
#pragma once

#include <concepts>

#include "core/call/transfers.h"
#include "core/change/batch.h"
#include "core/change_executor.h"
#include "core/idempotency.h"

namespace patchbay::core {

// The requests that a BatchExecutor carries out.
template <class Kind>
concept Batched =
    std::same_as<Kind, Bulk> || std::same_as<Kind, LongBulk> || std::same_as<Kind, UndoMany>;

// Threads: any. The arguments must outlive this object and everything it started.
class BatchExecutor {
 public:
  // `transfers` carries out what has more items than memory should hold; null: that is refused.
  BatchExecutor(store::Store& store, const ChangeExecutor& changes,
                const IdempotencyRecords& idempotency, Transfers* transfers)
      : store_(store), changes_(changes), idempotency_(idempotency), transfers_(transfers) {}

  // Carries out `pending`, which is Batched and whose caller is known. A batch that was begun
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

  // The items of a batch of more than memory should hold; nothing if it has fewer.
  [[nodiscard]] std::optional<LongBulk> long_bulk_of(store::ReadTransaction& reader,
                                                     const PendingCall& pending) const;
  void start_long(store::ReadTransaction& reader, const PendingPtr& pending,
                  const LongBulk& wanted) const;
  [[nodiscard]] Result<std::optional<NewBatch>> find_begun(store::ReadTransaction& reader,
                                                           const PendingCall& pending) const;
  // Calls `go_on` with the batch once it is saved, or with the one that was begun before.
  void begin_under_key(const PendingPtr& pending, std::vector<Call> calls,
                       std::function<void(NewBatch&)> go_on) const;
  [[nodiscard]] Result<Outcome> save_begin(store::Transaction& transaction,
                                           const PendingCall& pending, NewBatch& run) const;
  [[nodiscard]] static NewBatch continued(std::string_view stored, const Call& call);
  [[nodiscard]] static PendingPtr change_of(const PendingPtr& whole, Call call, Completion complete,
                                            const Uuid& request);
  void rehearse(store::ReadTransaction& reader, std::vector<Call> calls,
                const PendingPtr& whole) const;
  void commit(std::vector<Call> calls, Batch batch, const PendingPtr& whole) const;

  store::Store& store_;
  const ChangeExecutor& changes_;
  const IdempotencyRecords& idempotency_;
  Transfers* const transfers_;
  mutable BatchRoom room_;
};

}  // namespace patchbay::core
