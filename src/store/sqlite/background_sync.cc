// Stands between SQLite and the layer below for the files of one writer.
#include "store/sqlite/background_sync.h"

#include <cstdlib>
#include <cstring>

#include "store/sqlite/file_layer.h"
#include "store/store.h"

namespace patchbay::store::sqlite {
namespace {

// Locks and bytes of the index of the log: https://www.sqlite.org/walformat.html
constexpr int kCheckpointLock = 1;
constexpr int kReaderLock = 3;  // of the first of five
constexpr int kReaderLocks = SQLITE_SHM_NLOCK - kReaderLock;
constexpr int kIndexBytes = 32768;
constexpr std::size_t kCopiedAt = 96;  // how many pages of the log were copied, in four bytes

// A restart of the log, and nothing else, locks all readers but the first.
bool is_restart(int first, int count, int flags) {
  return first == kReaderLock + 1 && count == kReaderLocks - 1 &&
         flags == (SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE);
}

// A name must be unlike that of any other store of this process.
std::string name_of(const void* one) {
  return "patchbay-" + std::to_string(reinterpret_cast<std::uintptr_t>(one));
}

sqlite3_vfs* find(const std::string& name) {
  sqlite3_vfs* const found = sqlite3_vfs_find(name.empty() ? nullptr : name.c_str());
  if (!found) throw Unavailable("SQLite has no file system layer called " + name);
  return found;
}

}  // namespace

// What SQLite calls.
struct SyncLayer {
  static BackgroundSync& sync_of(sqlite3_file* file) {
    return *static_cast<BackgroundSync*>(layered(file)->owner);
  }

  static int open(sqlite3_vfs* layer, const char* name, sqlite3_file* file, int flags, int* out) {
    auto& sync = *static_cast<BackgroundSync*>(layer->pAppData);
    if ((flags & SQLITE_OPEN_MAIN_DB) != 0)
      return open_below(*sync.base_, name, file, flags, out, &sync, sync.methods_);
    if ((flags & SQLITE_OPEN_WAL) != 0) return sync.log_.open(*sync.base_, name, file, flags, out);
    return sync.base_->xOpen(sync.base_, name, file, flags, out);
  }

  static int sync(sqlite3_file* file, int flags) {
    BackgroundSync& sync = sync_of(file);
    // One at work may already have passed what this one is about.
    if (!sync.is_behind_ || sync.state() == BackgroundSync::State::pending)
      return pass<&sqlite3_io_methods::xSync>(file, flags);
    sync.begin();
    return SQLITE_OK;
  }

  // Only a connection that is about to remove the log locks the database as a whole.
  static int lock(sqlite3_file* file, int level) {
    if (level == SQLITE_LOCK_EXCLUSIVE && sync_of(file).finish() != BackgroundSync::State::idle)
      return SQLITE_BUSY;
    return pass<&sqlite3_io_methods::xLock>(file, level);
  }

  static int lock_index(sqlite3_file* file, int first, int count, int flags) {
    if (is_restart(first, count, flags) && sync_of(file).state() != BackgroundSync::State::idle)
      return SQLITE_BUSY;
    return pass<&sqlite3_io_methods::xShmLock>(file, first, count, flags);
  }

  static sqlite3_io_methods methods() {
    sqlite3_io_methods out = passing_methods();
    out.xSync = &sync;
    out.xLock = &lock;
    out.xShmLock = &lock_index;
    return out;
  }
};

void BackgroundSync::FileDeleter::operator()(sqlite3_file* file) const {
  if (file->pMethods) file->pMethods->xClose(file);
  std::free(file);
}

void BackgroundSync::NameDeleter::operator()(const char* name) const {
  sqlite3_free_filename(const_cast<char*>(name));
}

BackgroundSync::BackgroundSync(const std::filesystem::path& file, const std::string& base,
                               Threads& threads)
    : name_(name_of(this)),
      threads_(threads),
      base_(find(base)),
      layer_(*base_),
      methods_(SyncLayer::methods()),
      path_(sqlite3_create_filename(file.c_str(), "", "", 0, nullptr)),
      database_(
          static_cast<sqlite3_file*>(std::calloc(1, static_cast<std::size_t>(base_->szOsFile)))),
      wake_(threads.condition()) {
  layer_.pNext = nullptr;
  layer_.zName = name_.c_str();
  layer_.szOsFile += static_cast<int>(sizeof(LayeredFile));
  layer_.pAppData = this;
  layer_.xOpen = &SyncLayer::open;
  int flags = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READWRITE;
  if (!path_ || !database_ ||
      base_->xOpen(base_, path_.get(), database_.get(), flags, &flags) != SQLITE_OK)
    throw Unavailable("its file cannot be opened for syncs");
  thread_ = threads_.start([this] { run(); });
  if (sqlite3_vfs_register(&layer_, 0) == SQLITE_OK) return;
  end();
  throw Unavailable("SQLite takes no layer for syncs");
}

BackgroundSync::~BackgroundSync() {
  end();
  sqlite3_vfs_unregister(&layer_);
}

void BackgroundSync::end() {
  {
    const std::lock_guard lock(mutex_);
    is_ended_ = true;
  }
  wake_->notify_all();
  thread_->join();
}

BackgroundSync::State BackgroundSync::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

BackgroundSync::State BackgroundSync::finish() {
  std::unique_lock lock(mutex_);
  wake_->wait(lock, [this] { return state_ != State::pending; });
  return state_;
}

void BackgroundSync::begin() {
  {
    const std::lock_guard lock(mutex_);
    if (state_ == State::idle) state_ = State::pending;
  }
  wake_->notify_all();
}

void BackgroundSync::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_->wait(lock, [this] { return is_ended_ || state_ == State::pending; });
    if (state_ != State::pending) return;
    lock.unlock();
    const int code = database_->pMethods->xSync(database_.get(), SQLITE_SYNC_NORMAL);
    lock.lock();
    state_ = code == SQLITE_OK ? State::idle : State::failed;
    wake_->notify_all();
  }
}

int BackgroundSync::copy_again(sqlite3* writer) {
  sqlite3_file* file = nullptr;
  int code =
      sqlite3_file_control(writer, "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
  if (code != SQLITE_OK) return code;
  const auto lock = [file](int how) {
    return file->pMethods->xShmLock(file, kCheckpointLock, 1, how | SQLITE_SHM_EXCLUSIVE);
  };
  code = lock(SQLITE_SHM_LOCK);
  if (code != SQLITE_OK) return code;
  void volatile* index = nullptr;
  code = file->pMethods->xShmMap(file, 0, kIndexBytes, 0, &index);
  if (code == SQLITE_OK && index)
    *reinterpret_cast<volatile std::uint32_t*>(static_cast<volatile char*>(index) + kCopiedAt) = 0;
  lock(SQLITE_SHM_UNLOCK);
  if (code != SQLITE_OK) return code;
  const std::lock_guard guard(mutex_);
  state_ = State::idle;
  return SQLITE_OK;
}

}  // namespace patchbay::store::sqlite
