// Executes batches.
#include "core/change/batch_executor.h"

#include "core/change/batch_undo.h"
#include "core/read/transfers.h"

namespace patchbay::core {

using store::ReadTransaction;
using store::Transaction;

namespace {

// Each change of a batch gets a copy of who asks, and needs no hashes of passwords and keys.
void forget_secrets(Principal& principal) {
  principal.password_hash = {};
  principal.keys = {};
}

Transfers::BulkJob job_of(const PendingCall& pending, const Batch& batch,
                          std::shared_ptr<BulkItems> items) {
  Transfers::BulkJob out{.principal = pending.actor.principal.id,
                         .replayed = batch.replayed,
                         .like = pending.call,
                         .items = std::move(items)};
  out.like.id = batch.id;
  out.like.caller.credentials = NoCredentials{};
  out.like.request = Bulk{};
  out.like.options.idempotency_key.reset();
  out.like.run_apart = nullptr;
  return out;
}

}  // namespace

void BatchExecutor::start(ReadTransaction& reader, const PendingPtr& pending) const {
  const CallOptions& options = pending->call.options;
  const auto refuse = [&](Fault& fault) { pending->complete(std::unexpected(std::move(fault))); };

  if (auto may = check_may_begin(pending->actor, pending->call); !may) return refuse(may.error());
  if (const auto wanted = long_bulk_of(reader, *pending))
    return start_long(reader, pending, *wanted);
  auto begun = find_begun(reader, *pending);
  if (!begun) return refuse(begun.error());
  if (std::optional<NewBatch>& before = *begun)
    return commit(std::move(before->calls), before->batch, pending);
  auto calls = expand_batch(reader, pending->actor, pending->call);
  if (!calls) return refuse(calls.error());
  const auto& numbers = pending->item_numbers;
  if (!numbers.empty() && numbers.size() != calls->size()) {
    Fault wrong(ErrorKind::invalid, "a part of a batch has one number for each of its items");
    return refuse(wrong);
  }
  if (options.rehearse) return rehearse(reader, *std::move(calls), pending);
  if (options.idempotency_key)
    return begin_under_key(pending, std::move(*calls), [this, pending](NewBatch& run) {
      commit(std::move(run.calls), run.batch, pending);
    });
  commit(*std::move(calls), Batch{.id = pending->request}, pending);
}

std::optional<LongBulk> BatchExecutor::long_bulk_of(ReadTransaction& reader,
                                                    const PendingCall& pending) const {
  const Request& request = pending.call.request;
  if (const auto* wanted = std::get_if<LongBulk>(&request)) return *wanted;
  const auto* undo = std::get_if<UndoMany>(&request);
  const auto* batch = undo ? std::get_if<InBatch>(&undo->what) : nullptr;
  if (!batch || undo->max_affected <= Bulk::kMaxAffected) return std::nullopt;
  RequestQuery query{.limit = Bulk::kMaxAffected + 1};
  query.batch = batch->id;
  if (reader.requests(query).size() <= Bulk::kMaxAffected) return std::nullopt;
  return LongBulk{
      .items = std::make_shared<BatchUndo>(store_, pending.actor, batch->id, undo->force),
      .max_affected = undo->max_affected};
}

void BatchExecutor::start_long(ReadTransaction& reader, const PendingPtr& pending,
                               const LongBulk& wanted) const {
  const CallOptions& options = pending->call.options;
  const auto refuse = [&](Fault fault) { pending->complete(std::unexpected(std::move(fault))); };

  auto begun = find_begun(reader, *pending);
  if (!begun) return refuse(std::move(begun.error()));
  auto count = wanted.items->count();
  if (!count) return refuse(std::move(count.error()));
  if (*count > wanted.max_affected)
    return refuse(too_many_affected(wanted.max_affected, Bulk().max_field));
  const auto go_on = [this, pending, items = wanted.items](const Batch& batch) {
    begin_bulk(pending, transfers_, job_of(*pending, batch, items));
  };
  if (const auto& before = *begun) return go_on(before->batch);
  if (!options.idempotency_key || options.rehearse) return go_on(Batch{.id = pending->request});
  begin_under_key(pending, {}, [go_on](NewBatch& run) { go_on(run.batch); });
}

Result<std::optional<BatchExecutor::NewBatch>> BatchExecutor::find_begun(
    ReadTransaction& reader, const PendingCall& pending) const {
  const CallOptions& options = pending.call.options;
  if (!options.idempotency_key || options.rehearse) return std::nullopt;
  auto stored = idempotency_.find(reader, pending.actor.principal, *options.idempotency_key);
  if (!stored) return std::unexpected(std::move(stored.error()));
  if (const std::optional<std::string>& before = *stored) return continued(*before, pending.call);
  return std::nullopt;
}

// The changes of the batch are saved before the first of them is made: a repeat continues with the
// same changes.
void BatchExecutor::begin_under_key(const PendingPtr& pending, std::vector<Call> calls,
                                    std::function<void(NewBatch&)> go_on) const {
  const auto run =
      std::make_shared<NewBatch>(NewBatch{std::move(calls), Batch{.id = pending->request}});
  const auto begun = change_of(
      pending, pending->call,
      [pending, run, go_on = std::move(go_on)](Result<Outcome> outcome) {
        if (!outcome) return pending->complete(std::move(outcome));
        const auto& run_apart = pending->call.run_apart;
        if (!run_apart) return go_on(*run);
        // The store's thread must not be kept from its other jobs.
        run_apart([run, go_on] { go_on(*run); });
      },
      changes_.request_id());
  changes_.queue(begun, [this, run](Transaction& transaction, PendingCall& batch) {
    return save_begin(transaction, batch, *run);
  });
}

Result<Outcome> BatchExecutor::save_begin(Transaction& transaction, const PendingCall& pending,
                                          NewBatch& run) const {
  const auto& key = pending.call.options.idempotency_key;
  if (!key) return run.batch;
  const Principal& principal = pending.actor.principal;
  const auto stored = idempotency_.find(transaction, principal, *key);
  if (!stored) return std::unexpected(stored.error());
  if (const std::optional<std::string>& before = *stored)
    run = continued(*before, pending.call);
  else
    idempotency_.save(transaction, principal, *key, encode_batch(run.batch.id, run.calls));
  return run.batch;
}

BatchExecutor::NewBatch BatchExecutor::continued(std::string_view stored, const Call& call) {
  StoredBatch batch = decode_batch(stored, call);
  return {std::move(batch.calls), {.id = batch.batch, .replayed = true}};
}

BatchExecutor::PendingPtr BatchExecutor::change_of(const PendingPtr& whole, Call call,
                                                   Completion complete, const Uuid& request) {
  return std::make_shared<PendingCall>(PendingCall{.call = std::move(call),
                                                   .actor = whole->actor,
                                                   .complete = std::move(complete),
                                                   .request = request});
}

void BatchExecutor::rehearse(ReadTransaction& reader, std::vector<Call> calls,
                             const PendingPtr& whole) const {
  run_batch(
      std::move(calls), Batch{.rehearsed = true}, {},
      [this, &reader, whole](std::vector<BatchChange> some) {
        const std::vector<std::size_t>& numbers = whole->item_numbers;
        for (BatchChange& each : some) {
          const PendingPtr change = change_of(
              whole, std::move(each.call), std::move(each.complete),
              numbers.empty() ? changes_.request_id()
                              : ChangeExecutor::request_id(whole->request, numbers[each.index]));
          change->batch = whole->request;
          // What a part of a batch did before it would not do again.
          change->is_retry = !numbers.empty();
          changes_.change(reader, change);
        }
      },
      whole->complete);
}

// With a key, the request id of a change is derived from the batch and the index; in a part of a
// batch, from the batch and the number.
void BatchExecutor::commit(std::vector<Call> calls, Batch batch, const PendingPtr& whole) const {
  const Call& call = whole->call;
  forget_secrets(whole->actor.principal);
  const std::vector<std::size_t>& numbers = whole->item_numbers;
  const bool is_keyed = !numbers.empty() || call.options.idempotency_key.has_value();
  run_batch(
      std::move(calls), batch,
      {.run_apart = call.run_apart, .room = &room_, .takes_room_at_once = !numbers.empty()},
      [this, whole, id = batch.id, is_keyed, &numbers,
       spent = std::make_shared<SpentCalls>()](std::vector<BatchChange> some) {
        spent->free();
        std::vector<PendingPtr> changes;
        changes.reserve(some.size());
        for (BatchChange& each : some) {
          const std::size_t number = numbers.empty() ? each.index : numbers[each.index];
          changes.push_back(change_of(whole, std::move(each.call), std::move(each.complete),
                                      is_keyed ? ChangeExecutor::request_id(id, number)
                                               : changes_.request_id_in(id, number)));
          PendingCall& change = *changes.back();
          change.batch = id;
          change.spent = spent;
          change.is_retry = is_keyed;
        }
        changes_.queue_all(changes, whole->call.run_apart != nullptr);
      },
      whole->complete);
}

}  // namespace patchbay::core
