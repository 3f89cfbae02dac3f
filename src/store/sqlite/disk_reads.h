// Whether what jobs read comes from the disk, and not from memory.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

namespace patchbay::store::sqlite {

class DiskReads {
 public:
  // `blocks` gives how many blocks of 512 bytes were read from disks so far; the process's own
  // count where none is given.
  explicit DiskReads(std::function<long()> blocks = {});

  // After a batch of so many jobs. Of the write queue.
  void after(std::size_t jobs);
  // Whether lately one job in four, or more, came with a page from the disk. Any thread.
  [[nodiscard]] bool usual() const { return usual_.load(std::memory_order_relaxed); }

 private:
  const std::function<long()> blocks_;
  long seen_;
  std::size_t jobs_ = 0;  // since `seen_`
  std::atomic<bool> usual_ = false;
};

}  // namespace patchbay::store::sqlite
