// Syncs a database in the background after a checkpoint, so that no change waits for it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include <sqlite3.h>

#include "base/threads.h"
#include "store/sqlite/joined_writes.h"

namespace patchbay::store::sqlite {

// A file system layer of SQLite for the one writer of a database: decision 0065. A checkpoint
// copies the log into the database and then syncs the database. Within behind() that sync only
// begins. Until it has ended, the log neither restarts nor is removed, so it still has everything
// that a loss of power could take from the database.
class BackgroundSync {
 public:
  // `base`: the layer below; empty: SQLite's default. The file must exist, and `threads` must
  // outlive this object. Throws Unavailable.
  BackgroundSync(const std::filesystem::path& file, const std::string& base, Threads& threads);
  // The writer must have been closed.
  ~BackgroundSync();
  BackgroundSync(const BackgroundSync&) = delete;
  BackgroundSync& operator=(const BackgroundSync&) = delete;

  // The name by which the writer opens the database.
  [[nodiscard]] const std::string& vfs() const { return name_; }

  enum class State : std::uint8_t {
    idle,     // the database is on the disk as far as it was copied
    pending,  // its sync is at work
    failed,   // its sync has failed; the log does not restart before copy_again()
  };
  // Threads: any.
  [[nodiscard]] State state() const;

  // The rest is for the thread that uses the writer.

  // Runs `checkpoint`, whose sync of the database takes place in the background.
  template <class Checkpoint>
  auto behind(const Checkpoint& checkpoint) {
    is_behind_ = true;
    const auto result = checkpoint();
    is_behind_ = false;
    return result;
  }
  // Waits while a sync is at work.
  State finish();
  // Makes the next checkpoint copy the log from its beginning, also what was copied already: a sync
  // that failed, or that a killed process did not end, may have lost a part of it. Returns SQLite's
  // code.
  [[nodiscard]] int copy_again(sqlite3* writer);

 private:
  friend struct SyncLayer;  // what SQLite calls
  struct FileDeleter {
    void operator()(sqlite3_file* file) const;
  };
  struct NameDeleter {
    void operator()(const char* name) const;
  };

  void begin();
  void run();
  void end();

  const std::string name_;
  Threads& threads_;
  sqlite3_vfs* const base_;
  sqlite3_vfs layer_;
  sqlite3_io_methods methods_;
  JoinedWrites log_;
  bool is_behind_ = false;
  std::unique_ptr<const char, NameDeleter> path_;
  std::unique_ptr<sqlite3_file, FileDeleter> database_;  // used by run()

  mutable std::mutex mutex_;
  const std::unique_ptr<Threads::Condition> wake_;
  State state_ = State::idle;
  bool is_ended_ = false;
  std::unique_ptr<Threads::Thread> thread_;
};

}  // namespace patchbay::store::sqlite
