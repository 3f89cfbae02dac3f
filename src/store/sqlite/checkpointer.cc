// Decides when to run a checkpoint and how long to wait for readers.
#include "store/sqlite/checkpointer.h"

#include <algorithm>

namespace patchbay::store::sqlite {
namespace {

// Maximum time that a write may wait for readers.
constexpr int kWaitMsMax = 1000;

}  // namespace

void Checkpointer::after_batch(SqliteConnection& writer, int pages_max) {
  using Checkpoint = SqliteConnection::Checkpoint;
  const int pages = writer.wal_pages();
  if (pages < seen_) reset();
  seen_ = pages;
  if (pages - cleared_at_ < pages_max) return;
  writer.checkpoint(cleared_at_ == 0 ? Checkpoint::passive : Checkpoint::restart,
                    patience_ms(pages, pages_max));
  cleared_at_ = pages;
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
