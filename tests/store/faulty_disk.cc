// Counts calls, makes some fail, and passes the others on.
#include "store/faulty_disk.h"

#include <condition_variable>
#include <cstring>
#include <limits>
#include <mutex>
#include <new>
#include <stdexcept>

#include <sqlite3.h>

namespace patchbay::store {
namespace {

using Call = FaultyDisk::Call;
using How = FaultyDisk::How;

constexpr sqlite3_int64 kPlenty = std::numeric_limits<sqlite3_int64>::max();

struct Plan {
  std::mutex mutex;
  std::condition_variable changed;
  bool holds = false;
  int held = 0;        // syncs that wait
  unsigned calls = 0;  // kinds of calls as bits; 0: none fails
  int left = 0;
  How how = How::io_error;
  sqlite3_int64 room = kPlenty;
  bool always = false;
  bool failed = false;
};
Plan& plan() {
  static Plan the_plan;
  return the_plan;
}

// Returns the code to fail this call with, or SQLITE_OK.
int storage_problem(Call call, int code) {
  Plan& now = plan();
  const std::lock_guard lock(now.mutex);
  if ((now.calls & static_cast<unsigned>(call)) == 0) return SQLITE_OK;
  if (now.left > 0) --now.left;
  if (now.left > 0 || (now.failed && !now.always)) return SQLITE_OK;
  now.failed = true;
  const bool needs_room = call == Call::write || call == Call::truncate || call == Call::sync;
  if (now.how == How::full && needs_room) return SQLITE_FULL;
  return now.how == How::cut_short && call == Call::read ? SQLITE_IOERR_SHORT_READ : code;
}

bool has_room(sqlite3_int64 bytes) {
  const std::lock_guard lock(plan().mutex);
  return bytes <= plan().room;
}

// SQLite allocates the real file directly after this.
struct File {
  sqlite3_file base;
  bool is_database;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
File* wrapped(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return wrapped(file)->real(); }
const sqlite3_io_methods& real_methods(sqlite3_file* file) { return *real(file)->pMethods; }

int read(sqlite3_file* file, void* to, int count, sqlite3_int64 at) {
  const int code = storage_problem(Call::read, SQLITE_IOERR_READ);
  // SQLite expects missing bytes to be zero.
  if (code == SQLITE_IOERR_SHORT_READ) std::memset(to, 0, static_cast<std::size_t>(count));
  if (code != SQLITE_OK) return code;
  return real_methods(file).xRead(real(file), to, count, at);
}
int write(sqlite3_file* file, const void* from, int count, sqlite3_int64 at) {
  if (!has_room(at + count)) return SQLITE_FULL;
  if (const int code = storage_problem(Call::write, SQLITE_IOERR_WRITE)) {
    // As on a real disk, half of the data is written.
    real_methods(file).xWrite(real(file), from, count / 2, at);
    return code;
  }
  return real_methods(file).xWrite(real(file), from, count, at);
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (const int code = storage_problem(Call::truncate, SQLITE_IOERR_TRUNCATE)) return code;
  return real_methods(file).xTruncate(real(file), size);
}
// The failed sync does its work: the worst case, because the data is found later.
int sync(sqlite3_file* file, int flags) {
  if (wrapped(file)->is_database) {
    Plan& now = plan();
    std::unique_lock lock(now.mutex);
    ++now.held;
    now.changed.notify_all();
    now.changed.wait(lock, [&now] { return !now.holds; });
    --now.held;
    lock.unlock();
    if (storage_problem(Call::sync_database, SQLITE_IOERR_FSYNC)) return SQLITE_IOERR_FSYNC;
  }
  const int done = real_methods(file).xSync(real(file), flags);
  const int code = storage_problem(Call::sync, SQLITE_IOERR_FSYNC);
  return code == SQLITE_OK ? done : SQLITE_IOERR_FSYNC;
}

int size(sqlite3_file* file, sqlite3_int64* out) {
  if (const int code = storage_problem(Call::size, SQLITE_IOERR_FSTAT)) return code;
  return real_methods(file).xFileSize(real(file), out);
}
int lock(sqlite3_file* file, int level) {
  if (const int code = storage_problem(Call::lock, SQLITE_IOERR_LOCK)) return code;
  return real_methods(file).xLock(real(file), level);
}
int map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
  if (const int code = storage_problem(Call::map, SQLITE_IOERR_SHMMAP)) return code;
  return real_methods(file).xShmMap(real(file), page, size, extend, out);
}
// Unlocking never fails.
int map_lock(sqlite3_file* file, int offset, int n, int flags) {
  if ((flags & SQLITE_SHM_LOCK) != 0)
    if (const int code = storage_problem(Call::map, SQLITE_IOERR_SHMLOCK)) return code;
  return real_methods(file).xShmLock(real(file), offset, n, flags);
}

// All other calls are passed on unchanged.
const sqlite3_io_methods kMethods = {
    .iVersion = 2,
    .xClose = [](sqlite3_file* file) { return real_methods(file).xClose(real(file)); },
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = size,
    .xLock = lock,
    .xUnlock = [](sqlite3_file* file, int l) { return real_methods(file).xUnlock(real(file), l); },
    .xCheckReservedLock =
        [](sqlite3_file* file, int* out) {
          return real_methods(file).xCheckReservedLock(real(file), out);
        },
    .xFileControl = [](sqlite3_file* file, int op,
                       void* arg) { return real_methods(file).xFileControl(real(file), op, arg); },
    .xSectorSize = [](sqlite3_file* file) { return real_methods(file).xSectorSize(real(file)); },
    .xDeviceCharacteristics =
        [](sqlite3_file* file) { return real_methods(file).xDeviceCharacteristics(real(file)); },
    .xShmMap = map,
    .xShmLock = map_lock,
    .xShmBarrier = [](sqlite3_file* file) { real_methods(file).xShmBarrier(real(file)); },
    .xShmUnmap = [](sqlite3_file* file,
                    int remove) { return real_methods(file).xShmUnmap(real(file), remove); },
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

sqlite3_vfs* real_vfs() { return sqlite3_vfs_find("unix"); }

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  if (const int code = storage_problem(Call::open, SQLITE_CANTOPEN)) return code;
  wrapped(file)->is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
  const int code = real_vfs()->xOpen(real_vfs(), name, real(file), flags, out_flags);
  if (code == SQLITE_OK) file->pMethods = &kMethods;
  return code;
}

sqlite3_vfs& faulty_vfs() {
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs out = *real_vfs();
    out.szOsFile += static_cast<int>(sizeof(File));
    out.pNext = nullptr;
    out.zName = "faulty";
    out.xOpen = open;
    return out;
  }();
  return vfs;
}

}  // namespace

FaultyDisk::FaultyDisk() {
  heal();
  if (sqlite3_vfs_register(&faulty_vfs(), 0) != SQLITE_OK)
    throw std::runtime_error("the layer cannot be registered");
}

FaultyDisk::~FaultyDisk() { sqlite3_vfs_unregister(&faulty_vfs()); }

void FaultyDisk::fail(Call call, int number, How how, Often often) {
  const std::lock_guard lock(plan().mutex);
  plan().calls = static_cast<unsigned>(call);
  plan().left = number;
  plan().how = how;
  plan().always = often == Often::always;
  plan().failed = false;
}

void FaultyDisk::give_room(std::int64_t bytes) {
  const std::lock_guard lock(plan().mutex);
  plan().room = bytes;
}

void FaultyDisk::hold_syncs() {
  const std::lock_guard lock(plan().mutex);
  plan().holds = true;
}

void FaultyDisk::release_syncs() {
  const std::lock_guard lock(plan().mutex);
  plan().holds = false;
  plan().changed.notify_all();
}

void FaultyDisk::wait_for_sync() {
  std::unique_lock lock(plan().mutex);
  plan().changed.wait(lock, [] { return plan().held > 0; });
}

void FaultyDisk::heal() {
  const std::lock_guard lock(plan().mutex);
  plan().calls = 0;
  plan().room = kPlenty;
  plan().holds = false;
  plan().changed.notify_all();
}

bool FaultyDisk::failed() const {
  const std::lock_guard lock(plan().mutex);
  return plan().failed;
}

}  // namespace patchbay::store
