// A disk that fails when it is told to: a layer over SQLite's own file system layer.
#pragma once

#include <string>

namespace patchbay::store {

// One at a time. Stores opened with its name go through it.
class FaultyDisk {
 public:
  enum class Call : unsigned { write = 1, sync = 2, truncate = 4, open = 8, read = 16, any = 31 };
  enum class How { io_error, full };
  enum class Often { once, always };

  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  [[nodiscard]] std::string name() const { return "faulty"; }

  // The `number`th such call from now on fails, or it and all after it do. A read is never full.
  void fail(Call call, int number, How how, Often often);
  void heal();
  // Whether a call has failed since fail().
  [[nodiscard]] bool failed() const;
};

}  // namespace patchbay::store
