// A disk that fails when it is told to: a layer over SQLite's own file system layer.
#pragma once

#include <cstdint>
#include <string>

namespace patchbay::store {

// One at a time. Stores opened with its name go through it.
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
    map = 128,  // of memory that processes share, and its locks
    any = 255,
  };
  enum class How { io_error, full, cut_short };
  enum class Often { once, always };

  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  [[nodiscard]] std::string name() const { return "faulty"; }

  // The `number`th such call from now on fails, or it and all after it do. Only what needs room can
  // be full, and only reads can be cut short; others then fail as with `io_error`.
  void fail(Call call, int number, How how, Often often);
  // No file may grow beyond so many bytes.
  void give_room(std::int64_t bytes);
  void heal();
  // Whether a call has failed since fail().
  [[nodiscard]] bool failed() const;
};

}  // namespace patchbay::store
