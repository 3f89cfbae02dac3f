// Executes the changes of a batch, keeping only a few in the store's queue at any time.
#include "core/change/batch.h"

#include <mutex>

namespace patchbay::core {
namespace {

// Enough jobs for an efficient commit, and few enough that other callers hardly wait.
constexpr std::size_t kAtOnce = 256;

BatchItem item(std::size_t index, Result<Outcome> outcome) {
  BatchItem out{.index = index};
  if (!outcome) {
    out.fault = std::move(outcome.error());
    return out;
  }
  auto& receipt = std::get<Receipt>(*outcome);
  const Record& record = receipt.view.record;
  out.id = record.id;
  out.uuid = record.uuid;
  out.version = record.version;
  out.request = receipt.request;
  out.changed = receipt.changed;
  if (receipt.rehearsed) out.differences = std::move(receipt.differences);
  return out;
}

// Sets the customer of a refused item, if the call named it by id or uuid.
void name_subject(BatchItem& item, const Call& call) {
  const auto* update = std::get_if<UpdateCustomer>(&call.request);
  if (!update || !item.fault) return;
  if (const auto* id = std::get_if<CustomerId>(&update->subject)) item.id = *id;
  if (const auto* uuid = std::get_if<Uuid>(&update->subject)) item.uuid = *uuid;
}

// The state of a batch, shared by the completions of its changes.
class BatchRun : public std::enable_shared_from_this<BatchRun> {
 public:
  BatchRun(std::vector<Call> calls, Batch batch, ChangeOne one, Completion complete)
      : calls_(std::move(calls)),
        batch_(std::move(batch)),
        change_one_(std::move(one)),
        complete_(std::move(complete)) {
    batch_.items.resize(calls_.size());
  }

  // Starts the next changes. A completion may be called before the call that started it returns;
  // the thread that is already in this function then continues with it.
  void continue_batch() {
    std::unique_lock lock(mutex_);
    if (going_) return;
    going_ = true;
    while (next_ < calls_.size() && under_way_ < kAtOnce) {
      const std::size_t index = next_++;
      ++under_way_;
      lock.unlock();
      change_one_(index, calls_[index],
                  [self = shared_from_this(), index](Result<Outcome> outcome) {
                    self->finish(index, std::move(outcome));
                  });
      lock.lock();
    }
    going_ = false;
    if (next_ < calls_.size() || under_way_ > 0 || is_complete_) return;
    is_complete_ = true;
    lock.unlock();
    complete_(std::move(batch_));
  }

 private:
  void finish(std::size_t index, Result<Outcome> outcome) {
    {
      const std::lock_guard lock(mutex_);
      batch_.items[index] = item(index, std::move(outcome));
      name_subject(batch_.items[index], calls_[index]);
      calls_[index] = Call{};
      --under_way_;
    }
    continue_batch();
  }

  std::mutex mutex_;
  std::vector<Call> calls_;
  Batch batch_;
  const ChangeOne change_one_;
  const Completion complete_;
  std::size_t next_ = 0;
  std::size_t under_way_ = 0;
  bool going_ = false;
  bool is_complete_ = false;
};

}  // namespace

void run_batch(std::vector<Call> calls, Batch batch, ChangeOne one, Completion complete) {
  std::make_shared<BatchRun>(std::move(calls), std::move(batch), std::move(one),
                             std::move(complete))
      ->continue_batch();
}

}  // namespace patchbay::core
