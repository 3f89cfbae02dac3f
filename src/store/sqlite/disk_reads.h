// Detects whether jobs read from the disk instead of from memory.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

namespace patchbay::store::sqlite {

class DiskReads {
 public:
  // `blocks` returns the number of blocks of 512 bytes read from disks so far; without it, the
  // process's own count is used.
  explicit DiskReads(std::function<long()> blocks = {});

  // To be called by the write queue after a batch of this many jobs.
  void after(std::size_t jobs);
  // Whether at least one job in four has recently read from the disk. Threads: any.
  [[nodiscard]] bool usual() const { return usual_.load(std::memory_order_relaxed); }

 private:
  const std::function<long()> blocks_;
  long seen_;
  std::size_t jobs_ = 0;  // jobs since `seen_` was read
  std::atomic<bool> usual_ = false;
};

}  // namespace patchbay::store::sqlite
