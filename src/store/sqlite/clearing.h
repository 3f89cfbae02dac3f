// Clearing the log: its pages are brought into the database a few at a time, between batches, so
// that the lane never stops for long.
#pragma once

#include <memory>

#include "store/sqlite/connection.h"
#include "store/sqlite/flusher.h"

namespace patchbay::store::sqlite {

// A checkpoint that goes all the way syncs the database, which takes as long as the disk takes for
// all that was written to it. One that is kept from the log's newest pages by a reader does not,
// and need not: the log keeps everything until one has gone all the way. So a reader of our own
// stays a step behind, each step copies what lies before it, and a Flusher syncs beside the lane
// what was copied. When the log has grown by its bound the reader lets go, and the last checkpoint
// finds little left to do.
//
// Used by the lane's thread.
class Clearing {
 public:
  // Throws Unavailable.
  explicit Clearing(const Place& place);

  // After a batch. `pages_max`: how far the log may grow before it begins again. Where others read
  // it for long it grows on, and the lane waits for them a moment each time that it has grown by
  // as much again, and longer each time that it has doubled.
  void go_on(SqliteConnection& writer, int pages_max);
  // All the way, at once.
  bool finish(SqliteConnection& writer, SqliteConnection::Checkpoint how,
              int wait_ms = SqliteConnection::kBusyMs);
  // Before the writer is closed: whoever closes last clears the log, and only the writer may.
  void end();

 private:
  void step(SqliteConnection& writer);
  void stay_here() noexcept;
  void let_go() noexcept;
  [[nodiscard]] bool little_left() const;
  [[nodiscard]] int patience_ms(int pages, int pages_max);

  const Place place_;
  Flusher flusher_;
  std::unique_ptr<SqliteConnection> behind_;  // reads what the last step saw; null: nobody does
  int seen_ = 0;                              // pages in the log after the last batch
  int step_pages_ = 0;
  int stepped_at_ = 0;
  int cleared_at_ = 0;
  int waited_at_ = 0;  // for readers, with patience
  int unsynced_ = 0;   // pages copied since the flusher began
};

}  // namespace patchbay::store::sqlite
