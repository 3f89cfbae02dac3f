// Steps, and the end.
#include "store/sqlite/clearing.h"

#include <algorithm>

namespace patchbay::store::sqlite {
namespace {

// So many pages at most are copied between two batches: some three milliseconds.
constexpr int kStepPages = 512;
// So many steps at least come before the end.
constexpr int kSteps = 4;
// What a change may have to wait for readers at most.
constexpr int kWaitMsMax = 1000;

}  // namespace

Clearing::Clearing(const Place& place) : place_(place), flusher_(place.file) {}

void Clearing::go_on(SqliteConnection& writer, int pages_max) {
  using Checkpoint = SqliteConnection::Checkpoint;
  if (flusher_.failed()) return writer.distrust();
  const int pages = writer.wal_pages();
  if (pages < seen_) stepped_at_ = cleared_at_ = waited_at_ = 0;  // it began again
  seen_ = pages;
  const int grown = pages - cleared_at_;
  step_pages_ = std::min(kStepPages, pages_max / kSteps);
  if (grown >= pages_max && (little_left() || grown >= 2 * pages_max)) {
    finish(writer, cleared_at_ == 0 ? Checkpoint::passive : Checkpoint::restart,
           patience_ms(pages, pages_max));
    cleared_at_ = pages;
  } else if (pages - stepped_at_ >= step_pages_) {
    step(writer);
  }
}

// Where short readers overlap all the time, each ends soon, and those that begin while one waits
// are in nobody's way: some wait is long enough. A long reader is not worth as many.
int Clearing::patience_ms(int pages, int pages_max) {
  if (pages / 2 < std::max(waited_at_, pages_max)) return SqliteConnection::kBusyMs;
  waited_at_ = pages;
  const int times = std::min(pages / pages_max, kWaitMsMax);
  return std::min(kWaitMsMax, SqliteConnection::kBusyMs * times * times);
}

bool Clearing::little_left() const { return flusher_.idle() && unsynced_ <= step_pages_; }

void Clearing::step(SqliteConnection& writer) {
  if (behind_ && writer.checkpoint(SqliteConnection::Checkpoint::passive)) unsynced_ = 0;
  unsynced_ += seen_ - stepped_at_;
  stepped_at_ = seen_;
  if (flusher_.idle()) {
    unsynced_ = 0;
    flusher_.start();
  }
  stay_here();
}

bool Clearing::finish(SqliteConnection& writer, SqliteConnection::Checkpoint how, int wait_ms) {
  let_go();
  stepped_at_ = seen_;
  unsynced_ = 0;
  return writer.checkpoint(how, wait_ms);
}

void Clearing::end() {
  behind_.reset();
  seen_ = stepped_at_ = cleared_at_ = waited_at_ = 0;
}

// Without it a step goes all the way, which only takes longer.
void Clearing::stay_here() noexcept try {
  if (!behind_) behind_ = std::make_unique<SqliteConnection>(place_, Role::reader);
  behind_->rollback();
  behind_->begin_reading();
} catch (const std::exception&) {
  behind_.reset();
}

void Clearing::let_go() noexcept {
  if (behind_) behind_->rollback();
}

}  // namespace patchbay::store::sqlite
