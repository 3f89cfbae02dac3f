// Stands between SQLite and the layer below for the log of one writer.
#include "store/sqlite/joined_writes.h"

#include <algorithm>

#include "store/sqlite/file_layer.h"

namespace patchbay::store::sqlite {

struct LogLayer {
  static JoinedWrites& joined(sqlite3_file* file) {
    return *static_cast<JoinedWrites*>(layered(file)->owner);
  }

  static int write(sqlite3_file* file, const void* from, int count, sqlite3_int64 at) {
    JoinedWrites& kept = joined(file);
    const sqlite3_int64 end = at + count;
    const bool goes_on = at >= kept.start_ && at <= kept.end() &&
                         end - kept.start_ <= static_cast<sqlite3_int64>(JoinedWrites::kBytesMax);
    if (!goes_on) {
      if (const int code = kept.flush(file); code != SQLITE_OK) return code;
      kept.start_ = at;
    }
    // After a rollback, and for a page that changes twice, SQLite writes once more over the same
    // place.
    const auto first = static_cast<std::size_t>(at - kept.start_);
    const auto* const bytes = static_cast<const char*>(from);
    const auto over = std::min(kept.bytes_.size() - first, static_cast<std::size_t>(count));
    std::copy_n(bytes, over, kept.bytes_.begin() + static_cast<std::ptrdiff_t>(first));
    kept.bytes_.insert(kept.bytes_.end(), bytes + over, bytes + count);
    return SQLITE_OK;
  }

  static int read(sqlite3_file* file, void* to, int count, sqlite3_int64 at) {
    JoinedWrites& kept = joined(file);
    // After a full disk SQLite may go on with a transaction, but not after an error of a read.
    const bool is_kept = at < kept.end() && at + count > kept.start_;
    if (is_kept && kept.flush(file) != SQLITE_OK) return SQLITE_IOERR_READ;
    return pass<&sqlite3_io_methods::xRead>(file, to, count, at);
  }

  // Calls that need what was written to be in the file.
  template <auto Member, class... Values>
  static int flushed(sqlite3_file* file, Values... values) {
    const int code = joined(file).flush(file);
    return code == SQLITE_OK ? pass<Member>(file, values...) : code;
  }

  // A write without a sync was promised to no one, so it must not stand in the log after all.
  static int close(sqlite3_file* file) {
    joined(file).bytes_.clear();
    return pass<&sqlite3_io_methods::xClose>(file);
  }

  static sqlite3_io_methods methods() {
    using M = sqlite3_io_methods;
    M out = passing_methods();
    out.xClose = &close;
    out.xRead = &read;
    out.xWrite = &write;
    out.xTruncate = &flushed<&M::xTruncate, sqlite3_int64>;
    out.xSync = &flushed<&M::xSync, int>;
    out.xFileSize = &flushed<&M::xFileSize, sqlite3_int64*>;
    return out;
  }
};

// What SQLite calls must not throw, so there is room from the beginning.
JoinedWrites::JoinedWrites() : methods_(LogLayer::methods()) { bytes_.reserve(kBytesMax); }

int JoinedWrites::open(sqlite3_vfs& base, const char* name, sqlite3_file* file, int flags,
                       int* out) {
  bytes_.clear();
  return open_below(base, name, file, flags, out, this, methods_);
}

int JoinedWrites::flush(sqlite3_file* file) {
  // The largest page. SQLite's own layer writes less than twice as much in a call.
  constexpr std::size_t kWriteMax = 65'536;
  int code = SQLITE_OK;
  for (std::size_t at = 0; at < bytes_.size() && code == SQLITE_OK; at += kWriteMax) {
    const auto count = static_cast<int>(std::min(kWriteMax, bytes_.size() - at));
    code = pass<&sqlite3_io_methods::xWrite>(file, static_cast<const void*>(bytes_.data() + at),
                                             count, start_ + static_cast<sqlite3_int64>(at));
  }
  bytes_.clear();
  return code;
}

}  // namespace patchbay::store::sqlite
