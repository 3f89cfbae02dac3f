// When to clear, and how long to wait.
#include "store/sqlite/checkpointer.h"

#include <algorithm>

namespace patchbay::store::sqlite {
namespace {

// What a change may have to wait for readers at most.
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

// Where short readers overlap all the time, each ends soon, and those that begin while one waits
// are in nobody's way: some wait is long enough. A long reader is not worth as many.
int Checkpointer::patience_ms(int pages, int pages_max) {
  if (pages / 2 < std::max(waited_at_, pages_max)) return SqliteConnection::kBusyMs;
  waited_at_ = pages;
  const int times = std::min(pages / pages_max, kWaitMsMax);
  return std::min(kWaitMsMax, SqliteConnection::kBusyMs * times * times);
}

}  // namespace patchbay::store::sqlite
