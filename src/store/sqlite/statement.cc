// Binds arguments, steps and reads columns.
#include "store/sqlite/statement.h"

#include <cerrno>
#include <system_error>
#include <type_traits>

namespace patchbay::store::sqlite {
namespace {

// Errors of the disk or the file, after which memory may differ from the file.
bool unsettles(int code) {
  switch (code & 0xff) {
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_READONLY:
    case SQLITE_INTERNAL:
      return true;
    default:
      return false;  // one of SQLite's many other codes
  }
}

// Whether the error comes from a failed system call. SQLite keeps errno only for some calls.
bool is_failed_call(int code) {
  switch (code) {
    case SQLITE_IOERR_WRITE:
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_DIR_FSYNC:
    case SQLITE_IOERR_TRUNCATE:
    case SQLITE_IOERR_SHMSIZE:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::string said(sqlite3* handle, int code) {
  // Read first, because the following calls may change errno.
  int system = is_failed_call(code) ? errno : 0;
  std::string out = handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
  if (handle && system == 0 && (code & 0xff) == SQLITE_IOERR) system = sqlite3_system_errno(handle);
  if (system != 0) out += ": " + std::generic_category().message(system);
  return out;
}

void fail(sqlite3* handle, int code, bool& usable) {
  if (unsettles(code)) usable = false;
  const std::string what = said(handle, code);
  if ((code & 0xff) == SQLITE_CONSTRAINT) throw std::logic_error(what);
  throw Unavailable(what);
}

SqliteStatement::SqliteStatement(sqlite3* handle, std::string_view text, bool& usable)
    : handle_(handle), usable_(usable) {
  const int code = sqlite3_prepare_v3(handle, text.data(), static_cast<int>(text.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  if (code != SQLITE_OK) fail(handle, code, usable);
}

void SqliteStatement::bind(std::span<const sql::Argument> arguments, Hold hold) {
  sqlite3_destructor_type keep = hold == Hold::copy ? SQLITE_TRANSIENT : SQLITE_STATIC;
  int at = 0;
  int code = SQLITE_OK;
  for (const sql::Argument& argument : arguments) {
    ++at;
    std::visit(
        [&]<class T>(const T& value) {
          if constexpr (std::is_same_v<T, std::nullptr_t>) {
            code = sqlite3_bind_null(statement_, at);
          } else if constexpr (std::is_same_v<T, std::int64_t>) {
            code = sqlite3_bind_int64(statement_, at, value);
          } else if constexpr (std::is_same_v<T, std::string_view>) {
            const char* data = value.data() ? value.data() : "";  // a null pointer would bind NULL
            code = sqlite3_bind_text64(statement_, at, data, value.size(), keep, SQLITE_UTF8);
          } else {
            const char* data = value.view.data() ? value.view.data() : "";
            code = sqlite3_bind_blob64(statement_, at, data, value.view.size(), keep);
          }
        },
        argument);
    if (code != SQLITE_OK) fail(handle_, code, usable_);
  }
}

int SqliteStatement::try_run() noexcept {
  errno = 0;  // of an earlier call
  while (sqlite3_step(statement_) == SQLITE_ROW) continue;
  return sqlite3_reset(statement_);
}

void SqliteStatement::run(std::span<const sql::Argument> arguments) {
  bind(arguments, Hold::view);
  const int code = try_run();
  if (code != SQLITE_OK) fail(handle_, code, usable_);
}

void SqliteStatement::start(std::span<const sql::Argument> arguments) {
  sqlite3_reset(statement_);
  bind(arguments, Hold::copy);
}

bool SqliteStatement::next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) fail(handle_, code, usable_);
  return false;
}

bool SqliteStatement::null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t SqliteStatement::whole(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view SqliteStatement::text(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  const int bytes = sqlite3_column_bytes(statement_, column);
  return {static_cast<const char*>(data), static_cast<std::size_t>(bytes)};
}

}  // namespace patchbay::store::sqlite
