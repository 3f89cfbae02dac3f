// Checkpointer the log: when it has grown by its bound, and with what patience for readers.
#pragma once

#include "store/sqlite/connection.h"

namespace patchbay::store::sqlite {

// A checkpoint at a time, and the whole of the log: that the write queue stops for it is decision
// 0013. Used by the write queue's thread.
class Checkpointer {
 public:
  // After a batch. `pages_max`: how far the log may grow before it begins again. Where others read
  // it for long it grows on, and the write queue waits for them a moment each time that it has
  // grown by as much again, and longer each time that it has doubled.
  void after_batch(SqliteConnection& writer, int pages_max);
  // The writer was opened again.
  void reset() { cleared_at_ = waited_at_ = seen_ = 0; }

 private:
  [[nodiscard]] int patience_ms(int pages, int pages_max);

  int seen_ = 0;        // pages in the log after the last batch
  int cleared_at_ = 0;  // the same at the last checkpoint
  int waited_at_ = 0;   // for readers, with patience
};

}  // namespace patchbay::store::sqlite
