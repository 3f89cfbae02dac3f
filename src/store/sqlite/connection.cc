// Opens connections, runs transactions and checkpoints.
#include "store/sqlite/connection.h"

#include <algorithm>
#include <cerrno>
#include <vector>

#include "store/sql/engine/metadata_cache.h"
#include "store/sql/engine/rows.h"
#include "store/sqlite/terms_copy.h"

namespace patchbay::store::sqlite {
namespace {

constexpr sql::Dialect kDialect{.key = "INTEGER PRIMARY KEY",
                                .text = "TEXT",
                                .bytes = "BLOB",
                                .clustered = "WITHOUT ROWID",
                                .roomy = "",
                                .full_text = true};

// Instructions of SQLite's virtual machine between two calls of the handler: a few milliseconds.
constexpr int kInstructions = 100'000;
// Statements between two calls of the handler: less than a millisecond.
constexpr std::uint64_t kStatementsPerCheck = 64;

constexpr const char* kWriter =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA secure_delete = ON;"  // what is removed leaves no bytes in the file
    "PRAGMA foreign_keys = ON;"
    "PRAGMA temp_store = MEMORY;";
constexpr const char* kReader =
    "PRAGMA query_only = ON;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA cache_size = -2048;";

// Returns each object by type, name and table, with its SQL; empty for an index that SQLite made
// for a table, and for the tables in which FTS5 keeps an index, which may differ between versions
// of SQLite.
constexpr std::string_view kObjects =
    "SELECT type || ' ' || name || CASE WHEN tbl_name = name THEN '' ELSE ' on ' || tbl_name END, "
    "CASE WHEN name IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') THEN ''"
    " ELSE COALESCE(sql, '') END FROM sqlite_master ORDER BY 1, 2";

std::vector<sql::Object> objects_of(sqlite3* handle) {
  bool usable = true;
  SqliteStatement statement(handle, kObjects, usable);
  std::vector<sql::Object> out;
  statement.start({});
  while (statement.next())
    out.push_back({std::string(statement.text(0)), std::string(statement.text(1))});
  statement.finish();
  return out;
}

// Returns the objects that `script` makes in an empty database.
std::vector<sql::Object> make_objects(const std::string& script) {
  using Handle = std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)>;
  sqlite3* opened = nullptr;
  const int code =
      sqlite3_open_v2(":memory:", &opened,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  const Handle scratch(opened, &sqlite3_close_v2);
  if (code != SQLITE_OK ||
      sqlite3_exec(opened, script.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    throw Unavailable("the schema cannot be made in memory");
  return objects_of(opened);
}

// Writes the bytes of a file once more and syncs it. After a sync that failed, another one alone
// would not try again to write what the first one lost. Returns SQLite's code.
int write_again(sqlite3_file& file) {
  constexpr sqlite3_int64 kPartBytes = 65536;
  sqlite3_int64 size = 0;
  int code = file.pMethods->xFileSize(&file, &size);
  std::vector<char> part(kPartBytes);
  for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size; at += kPartBytes) {
    const int count = static_cast<int>(std::min(kPartBytes, size - at));
    code = file.pMethods->xRead(&file, part.data(), count, at);
    if (code == SQLITE_OK) code = file.pMethods->xWrite(&file, part.data(), count, at);
  }
  // Some file systems need room to write again; then changes wait for it. The layer of the log
  // writes only at the sync (joined_writes.h), and once it had no room, another sync has nothing to
  // write.
  const auto sync = [&file] { return file.pMethods->xSync(&file, SQLITE_SYNC_NORMAL); };
  const auto is_full = [](int of) { return (of & 0xff) == SQLITE_FULL; };
  if (code != SQLITE_OK && !is_full(code)) return code;
  code = sync();
  return is_full(code) ? sync() : code;
}

}  // namespace

SqliteConnection::SqliteConnection(const DatabaseFile& database, Role role) {
  trust(database.integrity);
  schema_memo_ = database.schema_memo;
  try {
    open(database);
    settle(database, role);
  } catch (...) {
    close();
    throw;
  }
}

SqliteConnection::~SqliteConnection() { close(); }

void SqliteConnection::open(const DatabaseFile& database) {
  // Without this, SQLite counts its memory under a global lock. The call fails without harm if
  // SQLite is in use already.
  static const int kUncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(kUncounted);
  if (sqlite3_compileoption_used("ENABLE_FTS5") == 0)
    throw Unavailable(std::string("search terms need FTS5, which SQLite ") + sqlite3_libversion() +
                      " on this machine was built without: install Debian's libsqlite3-0");
  // The file was created before with its mode. NOMUTEX: only one thread at a time uses a
  // connection.
  const int code =
      sqlite3_open_v2(database.file.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                      database.vfs.empty() ? nullptr : database.vfs.c_str());
  if (code != SQLITE_OK) fail(handle_, code, usable_);
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_timeout(handle_, kBusyMs);
}

void SqliteConnection::settle(const DatabaseFile& database, Role role) {
  if (role == Role::reader) {
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    sqlite3_wal_autocheckpoint(handle_, 0);
    script(kReader);
    return;
  }
  script(kWriter);
  script("PRAGMA cache_size = -" + std::to_string(database.page_cache_mib * 1024));
  sql::Rows mode(*this, "PRAGMA journal_mode", {});
  if (!mode.next() || mode.view(0) != "wal")
    throw Unavailable("its file system does not allow a write-ahead log");
  // When the log restarts, its file is truncated to this size.
  script("PRAGMA journal_size_limit = " +
         std::to_string(std::int64_t{4096} * database.wal_pages_max));
  // Replaces the automatic checkpoint.
  sqlite3_wal_hook(
      handle_,
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<SqliteConnection*>(self)->wal_pages_ = pages;
        return SQLITE_OK;
      },
      this);
}

void SqliteConnection::close() noexcept {
  kept_.clear();
  // After an error, closing must not run a checkpoint; the next process to open the file recovers
  // the log.
  if (handle_ && !usable_) sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_close_v2(handle_);
  handle_ = nullptr;
}

const sql::Dialect& SqliteConnection::dialect() const { return kDialect; }

SqliteStatement& SqliteConnection::prepared(std::string_view sql) {
  // Short statements end before the handler of `read_while` is called, so it is also checked here.
  if (going_on_ && ++statements_ % kStatementsPerCheck == 0 && !going_on_())
    throw Unavailable("it was read for too long");
  const auto found = kept_.find(sql);
  if (found != kept_.end()) return *found->second;
  auto made = std::make_unique<SqliteStatement>(handle_, sql, usable_);
  return *kept_.emplace(sql, std::move(made)).first->second;
}

void SqliteConnection::script(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(handle_, code, usable_);
}

std::int64_t SqliteConnection::begin_reading() {
  prepared("BEGIN").run({});
  // The first read fixes the snapshot.
  return sql::epoch_of(*this);
}

void SqliteConnection::begin_writing(sql::LockScope /*claim*/) {
  prepared("BEGIN IMMEDIATE").run({});
}

Committed SqliteConnection::commit() noexcept {
  const int code = try_run("COMMIT");
  if (code == SQLITE_OK) return Committed::yes;
  note_refusal(code);
  // The log is written in order and its last frame is the commit. If the disk is full, that frame
  // is missing and nothing was committed.
  if ((code & 0xff) == SQLITE_FULL || (code & 0xff) == SQLITE_CONSTRAINT) {
    rollback();
    return Committed::failed;
  }
  usable_ = false;
  rollback();
  return Committed::unknown;
}

void SqliteConnection::note_refusal(int code) noexcept try {
  refusal_ = said(handle_, code);
} catch (...) {
  refusal_.clear();  // no memory even for a message
}

void SqliteConnection::rollback() noexcept {
  if (!sqlite3_get_autocommit(handle_) && try_run("ROLLBACK") != SQLITE_OK) usable_ = false;
}

void SqliteConnection::savepoint() { prepared("SAVEPOINT job").run({}); }

void SqliteConnection::release() { prepared("RELEASE job").run({}); }

bool SqliteConnection::rollback_to_savepoint() noexcept {
  return !sqlite3_get_autocommit(handle_) && try_run("ROLLBACK TO job") == SQLITE_OK &&
         try_run("RELEASE job") == SQLITE_OK;
}

bool SqliteConnection::has_table(std::string_view name) {
  return sql::select(*this, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1", name)
      .next();
}

std::vector<sql::Object> SqliteConnection::objects() { return objects_of(handle_); }

std::vector<sql::Object> SqliteConnection::objects_made_by(const std::string& script) {
  if (!schema_memo_) return make_objects(script);
  auto& kept = schema_memo_->made[script];
  if (kept.empty())
    for (sql::Object& each : make_objects(script))
      kept.push_back({std::move(each.name), std::move(each.definition)});
  std::vector<sql::Object> out;
  for (const SchemaMemo::Object& each : kept) out.push_back({each.name, each.definition});
  return out;
}

std::optional<std::string> SqliteConnection::find_wrong_type() {
  // For each table, an expression that returns the first column whose value has the wrong type. A
  // column of bytes has an empty text as its default.
  std::map<std::string, std::string> tables;
  {
    sql::Rows rows =
        sql::select(*this,
                    "SELECT m.name, c.name, CASE WHEN c.type LIKE '%INT%' THEN 'integer' "
                    "WHEN c.type = 'TEXT' THEN 'text' ELSE 'blob' END "
                    "FROM pragma_table_list m JOIN pragma_table_info(m.name) c "
                    "WHERE m.schema = 'main' AND m.type = 'table' AND m.name NOT LIKE 'sqlite_%' "
                    "ORDER BY 1, c.cid");
    while (rows.next()) {
      const std::string column = rows.text(1);
      const std::string but = rows.view(2) == "blob" ? " AND " + column + " <> ''" : "";
      tables[rows.text(0)] += " WHEN typeof(" + column + ") NOT IN ('" + rows.text(2) +
                              "', 'null')" + but + " THEN '" + column + '\'';
    }
  }
  for (const auto& [table, cases] : tables) {
    sql::Rows rows =
        sql::select(*this, "SELECT wrong FROM (SELECT CASE" + cases + " END AS wrong FROM " +
                               table + ") WHERE wrong IS NOT NULL LIMIT 1");
    if (rows.next())
      return "a row of the table " + table + " holds a value of another type in its column " +
             rows.text(0);
  }
  return std::nullopt;
}

std::optional<std::string> SqliteConnection::find_damage() {
  sql::Rows rows = sql::select(*this, "PRAGMA integrity_check(1)");
  if (rows.next() && rows.view(0) != "ok") return "SQLite says: " + rows.text(0);
  return find_damaged_terms(*this);
}

void SqliteConnection::read_while(std::function<bool()> going_on) {
  going_on_ = std::move(going_on);
  sqlite3_progress_handler(
      handle_, kInstructions,
      [](void* self) { return static_cast<SqliteConnection*>(self)->going_on_() ? 0 : 1; }, this);
}

SqliteConnection::CheckpointResult SqliteConnection::checkpoint(Checkpoint how,
                                                                int wait_ms) noexcept {
  const int mode = how == Checkpoint::passive   ? SQLITE_CHECKPOINT_PASSIVE
                   : how == Checkpoint::restart ? SQLITE_CHECKPOINT_RESTART
                                                : SQLITE_CHECKPOINT_TRUNCATE;
  sqlite3_busy_timeout(handle_, wait_ms);
  errno = 0;  // of an earlier call
  int pages = 0;
  int copied = 0;
  const int code = sqlite3_wal_checkpoint_v2(handle_, "main", mode, &pages, &copied);
  if (code != SQLITE_OK) note_refusal(code);
  sqlite3_busy_timeout(handle_, kBusyMs);
  // Busy: readers block it and the next checkpoint gets further. Full: nothing is lost, because the
  // log keeps everything.
  if ((code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CORRUPT) usable_ = false;
  if ((code & 0xff) == SQLITE_BUSY || (code == SQLITE_OK && copied < pages))
    return CheckpointResult::blocked;
  return code == SQLITE_OK ? CheckpointResult::complete : CheckpointResult::failed;
}

void SqliteConnection::clear_log() noexcept {
  constexpr int kWaitMs = 1000;
  if (checkpoint(Checkpoint::truncate, kWaitMs) == CheckpointResult::complete)
    is_log_to_be_cleared_ = false;
}

void SqliteConnection::sync_log() {
  sqlite3_file* log = nullptr;
  int code =
      sqlite3_file_control(handle_, "main", SQLITE_FCNTL_JOURNAL_POINTER, static_cast<void*>(&log));
  if (code == SQLITE_OK && log && log->pMethods) code = write_again(*log);
  if (code != SQLITE_OK)
    throw Unavailable(std::string("its log cannot be written to the disk: ") +
                      sqlite3_errstr(code));
}

void SqliteConnection::copy_again(BackgroundSync& sync) {
  static_cast<void>(has_table("any"));  // the log has no index in memory before the first read
  if (const int code = sync.copy_again(handle_); code != SQLITE_OK) fail(handle_, code, usable_);
}

int SqliteConnection::try_run(std::string_view sql) noexcept {
  try {
    return prepared(sql).try_run();
  } catch (...) {
    return SQLITE_ERROR;  // the statement could not be prepared
  }
}

}  // namespace patchbay::store::sqlite
