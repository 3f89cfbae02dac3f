// A connection to an SQLite file.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <unordered_map>

#include <sqlite3.h>

#include "store/sqlite/statement.h"

namespace patchbay::store::sqlite {

// One writer does every write and every checkpoint: SQLite before 3.51.3 can lose data where two
// connections do. Readers can neither write nor clear the log, not even by closing.
enum class Role : std::uint8_t { writer, reader };

struct DatabaseFile {
  std::filesystem::path file;
  std::string vfs;        // empty: SQLite's own
  int wal_pages_max = 0;  // how far the log may grow before it is cleared
  std::shared_ptr<const Integrity> integrity = std::make_shared<const Integrity>();
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
  // One writes at a time, whatever the lock scope.
  void begin_writing(sql::LockScope lock_scope) override;
  [[nodiscard]] Committed commit() noexcept override;
  // Or of a checkpoint since then.
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

  // Reading ends with Unavailable where `going_on`, asked now and then, says no.
  void read_while(std::function<bool()> going_on);

  // For what SQLite does between two connections.
  [[nodiscard]] sqlite3* handle() const { return handle_; }

  // Pages in the log after the last commit. Of the writer.
  [[nodiscard]] int wal_pages() const { return wal_pages_; }
  enum class Checkpoint : std::uint8_t {
    passive,  // as far as readers let it
    restart,  // waits a moment for readers, so that the log begins again
  };
  // How long a checkpoint waits for readers. Nothing else of ours ever waits for a lock.
  static constexpr int kBusyMs = 20;
  // Whether it went all the way: with `restart`, that the next change begins the log again.
  bool checkpoint(Checkpoint how, int wait_ms = kBusyMs) noexcept;

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

  sqlite3* handle_ = nullptr;
  bool usable_ = true;
  int wal_pages_ = 0;
  std::string refusal_;  // of the last commit or checkpoint that did not go all the way
  std::function<bool()> going_on_;
  std::unordered_map<std::string, std::unique_ptr<SqliteStatement>, Hash, std::equal_to<>> kept_;
};

}  // namespace patchbay::store::sqlite
