// What layers between SQLite and its file system have in common.
#pragma once

#include <algorithm>

#include <sqlite3.h>

namespace patchbay::store::sqlite {

// A file of a layer, as SQLite sees it. The file of the layer below follows it in memory.
struct LayeredFile {
  sqlite3_file base;
  void* owner;  // what the methods of the layer work with

  [[nodiscard]] sqlite3_file* below() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
inline LayeredFile* layered(sqlite3_file* file) { return reinterpret_cast<LayeredFile*>(file); }

// Passes a call on to the layer below.
template <auto Member, class... Values>
auto pass(sqlite3_file* file, Values... values) {
  sqlite3_file* const below = layered(file)->below();
  return (below->pMethods->*Member)(below, values...);
}

// Methods that pass every call on. A layer puts its own in the place of some.
inline sqlite3_io_methods passing_methods() {
  using M = sqlite3_io_methods;
  M out{};
  out.iVersion = 3;
  out.xClose = &pass<&M::xClose>;
  out.xRead = &pass<&M::xRead, void*, int, sqlite3_int64>;
  out.xWrite = &pass<&M::xWrite, const void*, int, sqlite3_int64>;
  out.xTruncate = &pass<&M::xTruncate, sqlite3_int64>;
  out.xSync = &pass<&M::xSync, int>;
  out.xFileSize = &pass<&M::xFileSize, sqlite3_int64*>;
  out.xLock = &pass<&M::xLock, int>;
  out.xUnlock = &pass<&M::xUnlock, int>;
  out.xCheckReservedLock = &pass<&M::xCheckReservedLock, int*>;
  out.xFileControl = &pass<&M::xFileControl, int, void*>;
  out.xSectorSize = &pass<&M::xSectorSize>;
  out.xDeviceCharacteristics = &pass<&M::xDeviceCharacteristics>;
  out.xShmMap = &pass<&M::xShmMap, int, int, int, void volatile**>;
  out.xShmLock = &pass<&M::xShmLock, int, int, int>;
  out.xShmBarrier = &pass<&M::xShmBarrier>;
  out.xShmUnmap = &pass<&M::xShmUnmap, int>;
  out.xFetch = &pass<&M::xFetch, sqlite3_int64, int, void**>;
  out.xUnfetch = &pass<&M::xUnfetch, sqlite3_int64, void*>;
  return out;
}

// Opens the file below `file` and gives `file` its methods, if that succeeds. The version of the
// methods becomes that of the layer below if that one can do less. Returns SQLite's code.
inline int open_below(sqlite3_vfs& base, const char* name, sqlite3_file* file, int flags, int* out,
                      void* owner, sqlite3_io_methods& methods) {
  LayeredFile& made = *layered(file);
  made.base.pMethods = nullptr;
  made.owner = owner;
  const int code = base.xOpen(&base, name, made.below(), flags, out);
  if (const auto* below = made.below()->pMethods) {
    methods.iVersion = std::min(methods.iVersion, below->iVersion);
    made.base.pMethods = &methods;
  }
  return code;
}

}  // namespace patchbay::store::sqlite
