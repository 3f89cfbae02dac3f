// Executes the changes of a batch, keeping only a few in the store's queue at any time.
#include "core/change/batch.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "core/batch_part.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kUnderWayMax = kPartItemsMax;
// Enough jobs for an efficient commit, and few enough that other callers hardly wait. While some
// changes are committed, the next ones are planned.
constexpr std::size_t kAtOnce = kUnderWayMax / 2;

void set_outcome(BatchItem& item, Result<Outcome> outcome) {
  if (!outcome) {
    item.fault = std::move(outcome.error());
    return;
  }
  auto& receipt = std::get<Receipt>(*outcome);
  const Record& record = receipt.view.record;
  item.id = record.id;
  item.uuid = record.uuid;
  item.version = record.version;
  item.request = receipt.request;
  item.changed = receipt.changed;
  item.repeats = receipt.repeats;
  if (receipt.rehearsed) item.differences = std::move(receipt.differences);
}

// Sets the customer of an item, if the call names it by id or uuid.
void name_subject(BatchItem& item, const Call& call) {
  const auto* update = std::get_if<UpdateCustomer>(&call.request);
  if (!update) return;
  if (const auto* id = std::get_if<CustomerId>(&update->subject)) item.id = *id;
  if (const auto* uuid = std::get_if<Uuid>(&update->subject)) item.uuid = *uuid;
}

// The state of a batch, shared by the completions of its changes.
class BatchRun : public std::enable_shared_from_this<BatchRun> {
 public:
  BatchRun(std::vector<Call> calls, Batch batch, BatchOptions options, ChangeSome some,
           Completion complete)
      : calls_(std::move(calls)),
        batch_(std::move(batch)),
        options_(std::move(options)),
        change_some_(std::move(some)),
        complete_(std::move(complete)) {
    batch_.items.resize(calls_.size());
    for (std::size_t i = 0; i < calls_.size(); ++i) {
      batch_.items[i].index = i;
      name_subject(batch_.items[i], calls_[i]);
    }
  }

  // Starts the next changes. A completion may be called before the call that started it returns;
  // the thread that is already in this function then continues with it.
  void continue_batch() {
    std::unique_lock lock(mutex_);
    if (going_) return;
    going_ = true;
    while (may_begin() && take_room()) {
      std::vector<BatchChange> some = next_changes();
      lock.unlock();
      change_some_(std::move(some));
      lock.lock();
    }
    going_ = false;
    if (!is_ended()) return;
    is_complete_ = true;
    lock.unlock();
    complete_(std::move(batch_));
  }

 private:
  // Whether the next changes may begin as far as this batch is concerned.
  [[nodiscard]] bool may_begin() const {
    return next_ < calls_.size() && under_way_ + kAtOnce <= kUnderWayMax && !waits_for_room_;
  }
  // Whether they have room beside those of other batches; otherwise this goes on once they have.
  [[nodiscard]] bool take_room() {
    if (!options_.room || std::exchange(has_room_, false)) return true;
    const std::size_t changes = next_count();
    if (options_.takes_room_at_once) {
      options_.room->take(changes);
      return true;
    }
    waits_for_room_ = !options_.room->take_or_wait(changes, [self = shared_from_this()] {
      {
        const std::lock_guard lock(self->mutex_);
        self->waits_for_room_ = false;
        self->has_room_ = true;
      }
      self->continue_apart();
    });
    return !waits_for_room_;
  }
  [[nodiscard]] std::size_t next_count() const { return std::min(calls_.size() - next_, kAtOnce); }
  [[nodiscard]] bool is_ended() const {
    return next_ == calls_.size() && under_way_ == 0 && !is_complete_;
  }

  std::vector<BatchChange> next_changes() {
    std::vector<BatchChange> out;
    const std::size_t end = next_ + next_count();
    out.reserve(end - next_);
    for (; next_ < end; ++next_)
      out.push_back({next_, std::move(calls_[next_]),
                     [self = shared_from_this(), index = next_](Result<Outcome> outcome) {
                       self->finish(index, std::move(outcome));
                     }});
    under_way_ += out.size();
    return out;
  }

  void finish(std::size_t index, Result<Outcome> outcome) {
    // Without the lock, because another batch, or this one, may go on in it.
    if (options_.room) options_.room->give_back();
    {
      const std::lock_guard lock(mutex_);
      set_outcome(batch_.items[index], std::move(outcome));
      --under_way_;
      // Only the completion that makes room continues, and the last one.
      if (going_ || !(is_ended() || (may_begin() && under_way_ + kAtOnce == kUnderWayMax))) return;
    }
    continue_apart();
  }

  void continue_apart() {
    if (options_.run_apart)
      options_.run_apart([self = shared_from_this()] { self->continue_batch(); });
    else
      continue_batch();
  }

  std::mutex mutex_;
  std::vector<Call> calls_;
  Batch batch_;
  const BatchOptions options_;
  const ChangeSome change_some_;
  const Completion complete_;
  std::size_t next_ = 0;
  std::size_t under_way_ = 0;
  bool going_ = false;
  bool waits_for_room_ = false;
  bool has_room_ = false;  // for the next changes, after a wait
  bool is_complete_ = false;
};

}  // namespace

void run_batch(std::vector<Call> calls, Batch batch, BatchOptions options, ChangeSome some,
               Completion complete) {
  std::make_shared<BatchRun>(std::move(calls), std::move(batch), std::move(options),
                             std::move(some), std::move(complete))
      ->continue_batch();
}

}  // namespace patchbay::core
