// A disk on which nobody waits in vain: where SQLite would sleep, the time of a test goes on.
#pragma once

#include <functional>
#include <string>

namespace patchbay::store {

// One at a time. Stores opened with its name go through it: to SQLite's own files, but where SQLite
// waits for a lock it calls `slept` with the microseconds, in the thread that waits, and goes on.
class WaitingDisk {
 public:
  explicit WaitingDisk(std::function<void(int us)> slept);
  ~WaitingDisk();
  WaitingDisk(const WaitingDisk&) = delete;
  WaitingDisk& operator=(const WaitingDisk&) = delete;

  [[nodiscard]] std::string name() const { return "waiting"; }
};

}  // namespace patchbay::store
