// SQLite's own file system layer except for its sleep.
#include "store/waiting_disk.h"

#include <stdexcept>
#include <utility>

#include <sqlite3.h>

namespace patchbay::store {
namespace {

std::function<void(int us)>& called() {
  static std::function<void(int us)> the_function;
  return the_function;
}

sqlite3_vfs& waiting_vfs() {
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs out = *sqlite3_vfs_find("unix");
    out.pNext = nullptr;
    out.zName = "waiting";
    out.xSleep = [](sqlite3_vfs*, int us) {
      called()(us);
      return us;
    };
    return out;
  }();
  return vfs;
}

}  // namespace

WaitingDisk::WaitingDisk(std::function<void(int us)> slept) {
  called() = std::move(slept);
  if (sqlite3_vfs_register(&waiting_vfs(), 0) != SQLITE_OK)
    throw std::runtime_error("the layer cannot be registered");
}

WaitingDisk::~WaitingDisk() { sqlite3_vfs_unregister(&waiting_vfs()); }

}  // namespace patchbay::store
