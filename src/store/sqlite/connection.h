// A connection to an SQLite database.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <unordered_map>

#include <sqlite3.h>

#include "store/open.h"
#include "store/sqlite/background_sync.h"
#include "store/sqlite/statement.h"

namespace patchbay::store::sqlite {

// One writer does all writes and checkpoints, because SQLite before 3.51.3 can lose data if two
// connections do. Readers can neither write nor run a checkpoint, not even when they close.
enum class Role : std::uint8_t { writer, reader };

struct DatabaseFile {
  std::filesystem::path file;
  std::string vfs;                  // empty: SQLite's default
  int wal_pages_max = 0;            // size that the log is meant to have at most
  std::size_t page_cache_mib = 64;  // of a writer
  std::shared_ptr<const Integrity> integrity = std::make_shared<const Integrity>();
  SchemaMemo* schema_memo = nullptr;  // null: nothing is kept
};

class SqliteConnection final : public sql::Connection {
 public:
  // Throws Unavailable.
  SqliteConnection(const DatabaseFile& database, Role role);
  ~SqliteConnection() override;
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  [[nodiscard]] const sql::Dialect& dialect() const override;
  [[nodiscard]] SqliteStatement& prepared(std::string_view sql) override;
  void script(const std::string& sql) override;
  std::int64_t begin_reading() override;
  // There is one writer, so the lock scope does not matter.
  void begin_writing(sql::LockScope lock_scope) override;
  [[nodiscard]] Committed commit() noexcept override;
  // The message of the last commit, or of a later checkpoint.
  [[nodiscard]] std::string commit_refusal() const override { return refusal_; }
  void rollback() noexcept override;
  void savepoint() override;
  void release() override;
  [[nodiscard]] bool rollback_to_savepoint() noexcept override;
  bool has_table(std::string_view name) override;
  std::vector<sql::Object> objects() override;
  std::vector<sql::Object> objects_made_by(const std::string& script) override;
  [[nodiscard]] std::optional<std::string> find_wrong_type() override;
  [[nodiscard]] std::optional<std::string> find_damage() override;
  [[nodiscard]] bool usable() const override { return usable_; }

  // Reads throw Unavailable after `going_on`, which is called at intervals, returns false.
  void read_while(std::function<bool()> going_on);

  // For SQLite's functions that work on two connections.
  [[nodiscard]] sqlite3* handle() const { return handle_; }

  // Pages in the log after the last commit of this writer.
  [[nodiscard]] int wal_pages() const { return wal_pages_; }
  enum class Checkpoint : std::uint8_t {
    passive,   // as far as possible without waiting for readers
    restart,   // waits for readers for a limited time, so that the log restarts
    truncate,  // the same, and leaves the file of the log empty
  };
  // Default time that a checkpoint waits for readers. No other statement waits for a lock.
  static constexpr int kBusyMs = 20;
  enum class CheckpointResult : std::uint8_t {
    complete,  // with `restart`, the next write starts the log from its beginning
    blocked,   // by readers; a part may be done
    failed,    // commit_refusal() says why
  };
  CheckpointResult checkpoint(Checkpoint how, int wait_ms = kBusyMs) noexcept;
  void clear_log_soon() override { is_log_to_be_cleared_ = true; }
  [[nodiscard]] bool is_log_to_be_cleared() const { return is_log_to_be_cleared_; }
  // Empties the log, unless readers block it for long: then it is still to be cleared.
  void clear_log() noexcept;
  // The next checkpoint copies the log from its beginning. Throws Unavailable.
  void copy_again(BackgroundSync& sync);
  // Waits until all that the log holds is on disk. Throws Unavailable.
  void sync_log();

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  void open(const DatabaseFile& database);
  void settle(const DatabaseFile& database, Role role);
  void close() noexcept;
  [[nodiscard]] int try_run(std::string_view sql) noexcept;
  void note_refusal(int code) noexcept;

  SchemaMemo* schema_memo_ = nullptr;
  sqlite3* handle_ = nullptr;
  bool usable_ = true;
  bool is_log_to_be_cleared_ = false;
  int wal_pages_ = 0;
  std::string refusal_;  // of the last commit or checkpoint that was not complete
  std::function<bool()> going_on_;
  std::uint64_t statements_ = 0;  // run since `going_on_` was set
  std::unordered_map<std::string, std::unique_ptr<SqliteStatement>, Hash, std::equal_to<>> kept_;
};

}  // namespace patchbay::store::sqlite
