// Runs checkpoints of the write-ahead log before it reaches its maximum size.
#pragma once

#include "store/sqlite/background_sync.h"
#include "store/sqlite/connection.h"

namespace patchbay::store::sqlite {

// Copies the log into the database and lets it restart: decision 0065. Used by the write queue's
// thread.
class Checkpointer {
 public:
  explicit Checkpointer(BackgroundSync& sync) : sync_(sync) {}

  // To be called after a batch. `pages_max`: size that the log is meant to have at most. A
  // checkpoint runs at half of it, even if changes wait for it. If readers prevent that, the log
  // grows further. The write queue then waits a moment for them each time the log has grown by half
  // of `pages_max`, and longer each time it has doubled.
  void after_batch(SqliteConnection& writer, int pages_max, bool is_idle);
  // To be called after the writer was opened again.
  void reset() { tried_at_ = copied_at_ = again_at_ = waited_at_ = seen_ = 0; }

 private:
  void copy(SqliteConnection& writer, int pages);
  void copy_the_rest(SqliteConnection& writer, int pages);
  void restart(SqliteConnection& writer, int pages, int pages_max);
  [[nodiscard]] int patience_ms(int pages, int pages_max);

  BackgroundSync& sync_;
  int seen_ = 0;       // pages in the log after the last batch
  int tried_at_ = 0;   // the same after the first checkpoint, or the last that copied all
  int copied_at_ = 0;  // the same when all of them were in the database; 0: that was not yet
  int again_at_ = 0;   // size at which a checkpoint is tried again that readers kept from its end
  int waited_at_ = 0;  // the same after the last longer wait for readers
};

}  // namespace patchbay::store::sqlite
