// A disk whose waits take no real time: when SQLite would sleep, the test's time advances.
#pragma once

#include <functional>
#include <string>

namespace patchbay::store {

// Only one may exist at a time. Stores opened with its name use SQLite's files. When SQLite waits
// for a lock, it calls `slept` with the microseconds in the waiting thread and continues at once.
class WaitingDisk {
 public:
  explicit WaitingDisk(std::function<void(int us)> slept);
  ~WaitingDisk();
  WaitingDisk(const WaitingDisk&) = delete;
  WaitingDisk& operator=(const WaitingDisk&) = delete;

  [[nodiscard]] std::string name() const { return "waiting"; }
};

}  // namespace patchbay::store
