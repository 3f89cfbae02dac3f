// Doing the changes of a batch, with a few in the store's queue at any time.
#include "core/batch.h"

#include <mutex>

namespace patchbay::core {
namespace {

// As many as make a commit worth its while, and few enough that others hardly wait.
constexpr std::size_t kAtOnce = 64;

Single single(std::size_t index, Result<Outcome> outcome) {
  Single out{.index = index};
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

// Of a refused one the caller is told whom it was about, as far as that was said by number or uuid.
void say_subject(Single& single, const Call& call) {
  const auto* amend = std::get_if<Amend>(&call.request);
  if (!amend || !single.fault) return;
  if (const auto* id = std::get_if<CustomerId>(&amend->subject)) single.id = *id;
  if (const auto* uuid = std::get_if<Uuid>(&amend->subject)) single.uuid = *uuid;
}

// Shared by the answers of all that are under way.
class Run : public std::enable_shared_from_this<Run> {
 public:
  Run(std::vector<Call> calls, Batch batch, DoOne one, Answer answer)
      : calls_(std::move(calls)),
        batch_(std::move(batch)),
        one_(std::move(one)),
        answer_(std::move(answer)) {
    batch_.singles.resize(calls_.size());
  }

  // Begins what has its turn. An answer may come before the call that asks for it returns; whoever
  // is in here then goes on with it.
  void go_on() {
    std::unique_lock lock(mutex_);
    if (going_) return;
    going_ = true;
    while (next_ < calls_.size() && under_way_ < kAtOnce) {
      const std::size_t index = next_++;
      ++under_way_;
      lock.unlock();
      one_(index, calls_[index], [self = shared_from_this(), index](Result<Outcome> outcome) {
        self->finish(index, std::move(outcome));
      });
      lock.lock();
    }
    going_ = false;
    if (next_ < calls_.size() || under_way_ > 0 || answered_) return;
    answered_ = true;
    lock.unlock();
    answer_(std::move(batch_));
  }

 private:
  void finish(std::size_t index, Result<Outcome> outcome) {
    {
      const std::lock_guard lock(mutex_);
      batch_.singles[index] = single(index, std::move(outcome));
      say_subject(batch_.singles[index], calls_[index]);
      calls_[index] = Call{};
      --under_way_;
    }
    go_on();
  }

  std::mutex mutex_;
  std::vector<Call> calls_;
  Batch batch_;
  const DoOne one_;
  const Answer answer_;
  std::size_t next_ = 0;
  std::size_t under_way_ = 0;
  bool going_ = false;
  bool answered_ = false;
};

}  // namespace

void do_all(std::vector<Call> calls, Batch batch, DoOne one, Answer answer) {
  std::make_shared<Run>(std::move(calls), std::move(batch), std::move(one), std::move(answer))
      ->go_on();
}

}  // namespace patchbay::core
