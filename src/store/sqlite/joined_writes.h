// Joins the many small writes of a commit to the log into one.
#pragma once

#include <vector>

#include <sqlite3.h>

namespace patchbay::store::sqlite {

// For each page of a commit SQLite writes a header of 24 bytes and the page, one after the other.
// This layer keeps them in memory, and writes them when SQLite syncs the log or reads them back:
// decision 0068. So it is for a connection with `synchronous = FULL` only, which shows its readers
// nothing before the log is synced.
class JoinedWrites {
 public:
  JoinedWrites();

  // Opens a log in `base`. `file` has room for a LayeredFile and the file of that layer, and must
  // be closed before this object goes. Returns SQLite's code.
  int open(sqlite3_vfs& base, const char* name, sqlite3_file* file, int flags, int* out);

 private:
  friend struct LogLayer;  // what SQLite calls

  // Bytes that are kept before they are written: as much as a large commit.
  static constexpr std::size_t kBytesMax = std::size_t{1} << 20;

  [[nodiscard]] sqlite3_int64 end() const {
    return start_ + static_cast<sqlite3_int64>(bytes_.size());
  }
  // Writes what is kept to the layer below, and keeps it no longer, also if that fails: then SQLite
  // takes the transaction back. Returns SQLite's code.
  int flush(sqlite3_file* file);

  sqlite3_io_methods methods_;
  sqlite3_int64 start_ = 0;  // where bytes_ belong in the log
  std::vector<char> bytes_;
};

}  // namespace patchbay::store::sqlite
