// A disk that fails on request: a layer over SQLite's file system layer.
#pragma once

#include <cstdint>
#include <string>

namespace patchbay::store {

// Only one may exist at a time. Stores opened with its name use it.
class FaultyDisk {
 public:
  enum class Call : unsigned {
    write = 1,
    sync = 2,
    truncate = 4,
    open = 8,
    read = 16,
    size = 32,
    lock = 64,
    map = 128,  // of shared memory, and its locks
    any = 255,
    sync_database = 256,  // and not of the log
  };
  enum class How { io_error, full, cut_short };
  enum class Often { once, always };

  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  [[nodiscard]] std::string name() const { return "faulty"; }

  // The `number`th such call from now on fails, or it and all later ones do. Only calls that need
  // space can fail as full, and only reads can be short; other calls then fail as with `io_error`.
  void fail(Call call, int number, How how, Often often);
  // Files cannot grow beyond this many bytes.
  void give_room(std::int64_t bytes);
  // Syncs of the database, and not of the log, wait from now on until release_syncs() or heal().
  void hold_syncs();
  void release_syncs();
  // Waits until one does.
  void wait_for_sync();
  void heal();
  // Whether a call has failed since fail().
  [[nodiscard]] bool failed() const;
};

}  // namespace patchbay::store
