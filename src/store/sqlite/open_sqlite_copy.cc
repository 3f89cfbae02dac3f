// Copies a store in use with SQLite's online backup.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/open.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/data_folder.h"
#include "store/sqlite/log_watch.h"

namespace patchbay::store {
namespace {

using namespace sqlite;

constexpr int kStepPages = 256;

// The file that is written. It needs no journal, because no one uses it before it is complete.
class Target {
 public:
  explicit Target(const std::filesystem::path& file) {
    const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0) throw Unavailable("its copy cannot be made");
    ::close(made);
    const int code = sqlite3_open_v2(file.c_str(), &handle_,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    if (code != SQLITE_OK) refuse(code);
    sqlite3_exec(handle_, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", nullptr, nullptr,
                 nullptr);
  }
  ~Target() { sqlite3_close_v2(handle_); }
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

  void fill(const SqliteConnection& source, const LogWatch& log,
            const std::function<void(const Copied&)>& progress) {
    sqlite3_backup* copying = sqlite3_backup_init(handle_, "main", source.handle(), "main");
    if (!copying) refuse(sqlite3_errcode(handle_));
    int code = SQLITE_OK;
    while (code == SQLITE_OK) {
      code = sqlite3_backup_step(copying, kStepPages);
      const auto all = static_cast<std::uint64_t>(sqlite3_backup_pagecount(copying));
      const auto left = static_cast<std::uint64_t>(sqlite3_backup_remaining(copying));
      if (code != SQLITE_OK) break;
      progress({.bytes = (all - left) * 4096, .bytes_all = all * 4096, .hurry = log.hurry()});
      if (log.too_long()) break;
    }
    sqlite3_backup_finish(copying);
    if (code == SQLITE_OK)
      throw Unavailable(log.complaint() + ": choose a quieter hour, or allow for more");
    if (code != SQLITE_DONE) refuse(code);
  }

 private:
  [[noreturn]] void refuse(int code) {
    const std::string why = sqlite3_errstr(code);
    throw Unavailable(why);
  }

  sqlite3* handle_ = nullptr;
};

bool sync(const std::filesystem::path& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool synced = ::fsync(descriptor) == 0;
  return ::close(descriptor) == 0 && synced;
}

}  // namespace

std::expected<void, std::string> copy_sqlite(const std::filesystem::path& folder,
                                             const std::filesystem::path& to,
                                             const std::function<void(const Copied&)>& progress,
                                             std::uint64_t log_growth_max) {
  const std::filesystem::path file = folder / kDatabase;
  if (auto there = must_be_a_store(folder); !there) return there;
  if (::mkdir(to.c_str(), 0700) != 0)
    return std::unexpected("the folder " + to.string() + " cannot be made");
  try {
    SqliteConnection source({.file = file, .vfs = {}, .wal_pages_max = 0}, Role::reader);
    const LogWatch log(file, log_growth_max);
    source.begin_reading();  // the snapshot, held until all is copied
    Target(to / kDatabase).fill(source, log, progress);
    source.rollback();
  } catch (const std::exception& error) {
    return std::unexpected("the store in " + folder.string() +
                           " cannot be copied: " + error.what());
  }
  if (!sync(to / kDatabase, O_RDONLY) || !sync(to, O_RDONLY | O_DIRECTORY))
    return std::unexpected("the copy in " + to.string() + " cannot be written to disk");
  return {};
}

}  // namespace patchbay::store
