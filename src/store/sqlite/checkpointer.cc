// Decides when to run a checkpoint and how long to wait for readers.
#include "store/sqlite/checkpointer.h"

#include <algorithm>

namespace patchbay::store::sqlite {
namespace {

// Maximum time that a write may wait for readers.
constexpr int kWaitMsMax = 1000;
// Pages that are copied and synced at once, so that the log can restart: a few milliseconds.
constexpr int kRestMax = 128;
// A read of a moment keeps the newest pages from being copied. After as many more it has ended.
constexpr int kAgainPages = 64;
// Size of the log at which a checkpoint runs while no change waits.
constexpr int kIdlePages = 1024;

}  // namespace

void Checkpointer::after_batch(SqliteConnection& writer, int pages_max, bool is_idle) {
  const int pages = writer.wal_pages();
  if (pages < seen_) reset();
  seen_ = pages;
  // Half is left for what is written while the database is synced.
  const int step = std::max(1, pages_max / 2);
  const int grown = pages - tried_at_;
  if (tried_at_ > 0 && grown >= step)
    restart(writer, pages, pages_max);
  else if (copied_at_ > 0)
    copy_the_rest(writer, pages);
  else if (again_at_ > 0 ? pages >= again_at_
                         : grown >= (is_idle ? std::min(kIdlePages, step) : step))
    copy(writer, pages);
}

void Checkpointer::copy(SqliteConnection& writer, int pages) {
  const auto result =
      sync_.behind([&] { return writer.checkpoint(SqliteConnection::Checkpoint::passive); });
  if (result == SqliteConnection::CheckpointResult::complete) {
    tried_at_ = copied_at_ = pages;
    again_at_ = 0;
  } else {
    if (tried_at_ == 0) tried_at_ = pages;
    again_at_ = pages + kAgainPages;
  }
}

// While the database was synced, more was written to the log, but less than before. What is left in
// the end is copied and synced at once; then the next change begins the log from its start.
void Checkpointer::copy_the_rest(SqliteConnection& writer, int pages) {
  if (sync_.state() == BackgroundSync::State::pending || pages == copied_at_) return;
  if (pages - copied_at_ > kRestMax) return copy(writer, pages);
  const auto result = writer.checkpoint(SqliteConnection::Checkpoint::passive);
  copied_at_ = 0;
  tried_at_ = pages;
  again_at_ = result == SqliteConnection::CheckpointResult::blocked ? pages + kAgainPages : 0;
}

void Checkpointer::restart(SqliteConnection& writer, int pages, int pages_max) {
  sync_.finish();
  tried_at_ = pages;
  copied_at_ = again_at_ = 0;
  writer.checkpoint(SqliteConnection::Checkpoint::restart, patience_ms(pages, pages_max));
}

// If short read transactions overlap all the time, a longer wait succeeds, because new ones that
// start during the wait do not block the checkpoint. A long read transaction is not worth long
// waits, so waits grow only as the log doubles.
int Checkpointer::patience_ms(int pages, int pages_max) {
  if (pages / 2 < std::max(waited_at_, pages_max)) return SqliteConnection::kBusyMs;
  waited_at_ = pages;
  const int times = std::min(pages / pages_max, kWaitMsMax);
  return std::min(kWaitMsMax, SqliteConnection::kBusyMs * times * times);
}

}  // namespace patchbay::store::sqlite
