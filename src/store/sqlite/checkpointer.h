// Runs checkpoints of the write-ahead log when it has reached its maximum size.
#pragma once

#include "store/sqlite/connection.h"

namespace patchbay::store::sqlite {

// Runs one full checkpoint at a time while the write queue pauses: decision 0013. Used by the write
// queue's thread.
class Checkpointer {
 public:
  // To be called after a batch. `pages_max`: size of the log at which a checkpoint runs. If readers
  // prevent that, the log grows further. The write queue then waits a moment for them each time the
  // log has grown by `pages_max`, and longer each time it has doubled.
  void after_batch(SqliteConnection& writer, int pages_max);
  // To be called after the writer was opened again.
  void reset() { cleared_at_ = waited_at_ = seen_ = 0; }

 private:
  [[nodiscard]] int patience_ms(int pages, int pages_max);

  int seen_ = 0;        // pages in the log after the last batch
  int cleared_at_ = 0;  // the same after the last checkpoint
  int waited_at_ = 0;   // the same after the last longer wait for readers
};

}  // namespace patchbay::store::sqlite
