// SQLite's file system layer over the disk in memory: files, locks between connections of one
// process, and their shared memory.
#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <stdexcept>

#include <sqlite3.h>

#include "simulation/disk.h"

namespace patchbay::simulation {
namespace {

using Call = DiskCall;
using When = Disk::When;

// The index of a log: what all connections to one database share, and who has locked what.
struct Shared {
  static constexpr std::size_t kRegionBytes = 32768;
  struct Region {
    alignas(64) std::array<char, kRegionBytes> bytes{};
  };
  std::vector<std::unique_ptr<Region>> regions;
  std::array<int, SQLITE_SHM_NLOCK> readers{};
  std::array<bool, SQLITE_SHM_NLOCK> writer{};
};

// The locks of a database file, by how many connections hold them.
struct Locks {
  int shared = 0;
  bool is_reserved = false;
  bool is_exclusive = false;
};

struct Layer {
  Disk* disk = nullptr;
  std::map<std::string, std::weak_ptr<Shared>> shared;
  std::map<std::string, Locks> locks;
};
Layer& layer() {
  static Layer the_layer;
  return the_layer;
}

struct Opened {
  std::shared_ptr<Disk::File> file;
  std::string path;
  bool is_log = false;
  int level = SQLITE_LOCK_NONE;
  std::shared_ptr<Shared> shared{};
  unsigned shared_locks = 0;  // slots that this connection has locked, as bits
  unsigned exclusive_locks = 0;
};
struct Handle {
  sqlite3_file base;
  Opened* opened;
};
Opened& opened(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file)->opened; }

bool fails(Call call, const Opened& one) {
  Disk& disk = *layer().disk;
  if (disk.is_out()) return true;
  if (!disk.fault || !disk.fault(call, one.is_log)) return false;
  disk.trace().event("refused", static_cast<std::uint64_t>(call), one.is_log ? 1 : 0);
  return true;
}

// Other tasks may go on here. Returns whether the disk is out afterwards.
bool pause(Call call, const Opened& one, When when) {
  Disk& disk = *layer().disk;
  if (disk.pause) disk.pause(call, one.is_log, when);
  return disk.is_out();
}

int close(sqlite3_file* file) {
  delete reinterpret_cast<Handle*>(file)->opened;
  return SQLITE_OK;
}

int read(sqlite3_file* file, void* to, int count, sqlite3_int64 at) {
  const Opened& one = opened(file);
  if (fails(Call::read, one)) return SQLITE_IOERR_READ;
  const std::string& bytes = one.file->current;
  const auto wanted = static_cast<std::size_t>(count);
  const auto offset = std::min(static_cast<std::size_t>(at), bytes.size());
  const std::size_t there = std::min(wanted, bytes.size() - offset);
  std::memcpy(to, bytes.data() + offset, there);
  // SQLite expects missing bytes to be zero.
  std::memset(static_cast<char*>(to) + there, 0, wanted - there);
  return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* from, int count, sqlite3_int64 at) {
  const Opened& one = opened(file);
  Disk& disk = *layer().disk;
  if (fails(Call::write, one)) return SQLITE_IOERR_WRITE;
  disk.trace().event(one.is_log ? "write log" : "write", static_cast<std::uint64_t>(at),
                     static_cast<std::uint64_t>(count));
  const auto size = static_cast<sqlite3_int64>(one.file->current.size());
  if (at + count > size && disk.bytes() + at + count - size > disk.bytes_max) return SQLITE_FULL;
  if (!one.is_log && disk.drops_one_write_in != 0 && disk.dice().one_in(disk.drops_one_write_in))
    return SQLITE_OK;
  if (one.is_log && at == 0) ++disk.log_starts;
  disk.write(*one.file, at, static_cast<const char*>(from), static_cast<std::size_t>(count));
  return pause(Call::write, one, When::after) ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  const Opened& one = opened(file);
  if (fails(Call::truncate, one)) return SQLITE_IOERR_TRUNCATE;
  layer().disk->trace().event("truncate", static_cast<std::uint64_t>(size));
  layer().disk->truncate(*one.file, size);
  return SQLITE_OK;
}

int sync(sqlite3_file* file, int) {
  const Opened& one = opened(file);
  Disk& disk = *layer().disk;
  if (pause(Call::sync, one, When::before)) return SQLITE_IOERR_FSYNC;
  if (fails(Call::sync, one)) {
    if (!disk.is_out()) disk.fail_sync(*one.file);
    return SQLITE_IOERR_FSYNC;
  }
  disk.trace().event(one.is_log ? "sync log" : "sync", one.file->pending.size());
  disk.sync(*one.file);
  return pause(Call::sync, one, When::after) ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

int size(sqlite3_file* file, sqlite3_int64* out) {
  const Opened& one = opened(file);
  if (fails(Call::size, one)) return SQLITE_IOERR_FSTAT;
  *out = static_cast<sqlite3_int64>(one.file->current.size());
  return SQLITE_OK;
}

int lock(sqlite3_file* file, int level) {
  Opened& one = opened(file);
  if (layer().disk->is_out()) return SQLITE_IOERR_LOCK;
  Locks& held = layer().locks[one.path];
  if (level <= one.level) return SQLITE_OK;
  if (one.level == SQLITE_LOCK_NONE) {
    if (held.is_exclusive) return SQLITE_BUSY;
    ++held.shared;
    one.level = SQLITE_LOCK_SHARED;
  }
  if (level >= SQLITE_LOCK_RESERVED && one.level < SQLITE_LOCK_RESERVED) {
    if (held.is_reserved) return SQLITE_BUSY;
    held.is_reserved = true;
    one.level = SQLITE_LOCK_RESERVED;
  }
  if (level == SQLITE_LOCK_EXCLUSIVE) {
    if (held.shared > 1) return SQLITE_BUSY;
    held.is_exclusive = true;
    one.level = SQLITE_LOCK_EXCLUSIVE;
  }
  return SQLITE_OK;
}

int unlock(sqlite3_file* file, int level) {
  Opened& one = opened(file);
  Locks& held = layer().locks[one.path];
  if (level >= one.level) return SQLITE_OK;
  if (one.level == SQLITE_LOCK_EXCLUSIVE) held.is_exclusive = false;
  if (one.level >= SQLITE_LOCK_RESERVED) held.is_reserved = false;
  if (level == SQLITE_LOCK_NONE) --held.shared;
  one.level = level;
  return SQLITE_OK;
}

int is_reserved(sqlite3_file* file, int* out) {
  *out = layer().locks[opened(file).path].is_reserved ? 1 : 0;
  return SQLITE_OK;
}

int map(sqlite3_file* file, int number, int bytes, int extend, void volatile** out) {
  Opened& one = opened(file);
  *out = nullptr;
  if (fails(Call::map, one)) return SQLITE_IOERR_SHMMAP;
  if (static_cast<std::size_t>(bytes) != Shared::kRegionBytes) return SQLITE_IOERR_SHMSIZE;
  if (!one.shared) {
    auto& shared = layer().shared[one.path];
    one.shared = shared.lock();
    if (!one.shared) shared = one.shared = std::make_shared<Shared>();
  }
  auto& regions = one.shared->regions;
  const auto wanted = static_cast<std::size_t>(number);
  if (wanted >= regions.size() && extend == 0) return SQLITE_OK;
  while (wanted >= regions.size()) regions.push_back(std::make_unique<Shared::Region>());
  *out = regions[wanted]->bytes.data();
  return SQLITE_OK;
}

// Unlocking never fails.
int map_lock(sqlite3_file* file, int first, int count, int flags) {
  Opened& one = opened(file);
  if (!one.shared) return SQLITE_IOERR_SHMLOCK;
  Shared& shared = *one.shared;
  const bool is_shared = (flags & SQLITE_SHM_SHARED) != 0;
  if ((flags & SQLITE_SHM_LOCK) != 0 && layer().disk->is_out()) return SQLITE_IOERR_SHMLOCK;
  for (int pass = 0; pass < 2; ++pass) {
    for (int slot = first; slot < first + count; ++slot) {
      const auto i = static_cast<std::size_t>(slot);
      const unsigned bit = 1U << i;
      if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        if (pass == 0) continue;
        if ((one.shared_locks & bit) != 0) --shared.readers[i];
        if ((one.exclusive_locks & bit) != 0) shared.writer[i] = false;
        one.shared_locks &= ~bit;
        one.exclusive_locks &= ~bit;
        continue;
      }
      if (((is_shared ? one.shared_locks : one.exclusive_locks) & bit) != 0) continue;
      if (pass == 0) {
        if (shared.writer[i] || (!is_shared && shared.readers[i] > 0)) return SQLITE_BUSY;
        continue;
      }
      if (is_shared) ++shared.readers[i];
      if (!is_shared) shared.writer[i] = true;
      (is_shared ? one.shared_locks : one.exclusive_locks) |= bit;
    }
  }
  return SQLITE_OK;
}

int unmap(sqlite3_file* file, int) {
  Opened& one = opened(file);
  if (one.shared) (void)map_lock(file, 0, SQLITE_SHM_NLOCK, SQLITE_SHM_UNLOCK);
  one.shared.reset();
  return SQLITE_OK;
}

const sqlite3_io_methods kMethods = {
    .iVersion = 2,
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = size,
    .xLock = lock,
    .xUnlock = unlock,
    .xCheckReservedLock = is_reserved,
    .xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; },
    // As SQLite's own layer says of the disks that it is used with.
    .xSectorSize = [](sqlite3_file*) { return 4096; },
    .xDeviceCharacteristics = [](sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; },
    .xShmMap = map,
    .xShmLock = map_lock,
    .xShmBarrier = [](sqlite3_file*) {},
    .xShmUnmap = unmap,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  Disk& disk = *layer().disk;
  auto one = std::make_unique<Opened>(Opened{.file = nullptr, .path = name ? name : ""});
  one->is_log = (flags & SQLITE_OPEN_WAL) != 0;
  if (fails(Call::open, *one)) return SQLITE_CANTOPEN;
  one->file = name ? disk.find(one->path) : std::make_shared<Disk::File>();
  if (!one->file && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
  if (!one->file) {
    disk.trace().event("create", one->is_log ? 1 : 0);
    one->file = disk.create(one->path);
  }
  reinterpret_cast<Handle*>(file)->opened = one.release();
  file->pMethods = &kMethods;
  if (out_flags) *out_flags = flags;
  return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char* name, int synced) {
  Disk& disk = *layer().disk;
  if (disk.is_out()) return SQLITE_IOERR_DELETE;
  if (!disk.find(name)) return SQLITE_IOERR_DELETE_NOENT;
  disk.trace().event("remove");
  disk.remove(name, synced != 0);
  return SQLITE_OK;
}

int access(sqlite3_vfs*, const char* name, int, int* out) {
  const auto file = layer().disk->find(name);
  *out = file ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int room, char* out) {
  const std::size_t bytes = std::strlen(name) + 1;
  if (bytes > static_cast<std::size_t>(room)) return SQLITE_CANTOPEN;
  std::memcpy(out, name, bytes);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int count, char* out) {
  const std::string bytes = layer().disk->dice().bytes(static_cast<std::size_t>(count));
  std::memcpy(out, bytes.data(), bytes.size());
  return count;
}

int sleep(sqlite3_vfs*, int us) {
  if (layer().disk->sleep) layer().disk->sleep(us);
  return us;
}

// SQLite reads the time for its own functions only, which no statement of the store uses.
int time_now(sqlite3_vfs*, sqlite3_int64* out) {
  *out = 0;
  return SQLITE_OK;
}

sqlite3_vfs& simulated() {
  static sqlite3_vfs vfs = {
      .iVersion = 2,
      .szOsFile = static_cast<int>(sizeof(Handle)),
      .mxPathname = 512,
      .pNext = nullptr,
      .zName = DiskLayer::kName,
      .pAppData = nullptr,
      .xOpen = open,
      .xDelete = remove,
      .xAccess = access,
      .xFullPathname = full_path,
      .xDlOpen = nullptr,
      .xDlError = nullptr,
      .xDlSym = nullptr,
      .xDlClose = nullptr,
      .xRandomness = randomness,
      .xSleep = sleep,
      .xCurrentTime = nullptr,
      .xGetLastError = nullptr,
      .xCurrentTimeInt64 = time_now,
      .xSetSystemCall = nullptr,
      .xGetSystemCall = nullptr,
      .xNextSystemCall = nullptr,
  };
  return vfs;
}

}  // namespace

DiskLayer::DiskLayer(Disk& disk) {
  layer().disk = &disk;
  layer().shared.clear();
  layer().locks.clear();
  // As the default layer it also gives SQLite its randomness, which is drawn anew for each run.
  if (sqlite3_vfs_register(&simulated(), 1) != SQLITE_OK)
    throw std::runtime_error("the layer cannot be registered");
  sqlite3_randomness(0, nullptr);
}

DiskLayer::~DiskLayer() {
  sqlite3_vfs_unregister(&simulated());
  layer().disk = nullptr;
}

}  // namespace patchbay::simulation
