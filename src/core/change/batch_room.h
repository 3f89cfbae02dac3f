// How many changes of batches may wait for the store at once.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>

#include "store/store.h"

namespace patchbay::core {

// Shared by all batches, so that together they leave room in the store's queue for other changes,
// which would otherwise be refused. Threads: any.
class BatchRoom {
 public:
  // A part of an import takes its room without waiting (batch_part.h). One import runs at a time,
  // and what it has in the queue fits into the other half.
  static constexpr std::size_t kChangesMax = store::Store::kQueueMax / 2;

  // Takes room for `changes`, at most kChangesMax, and returns true; or returns false and calls
  // `go_on` once there is room and has been taken: on a thread that gives room back, in the order
  // in which callers began to wait.
  [[nodiscard]] bool take_or_wait(std::size_t changes, std::function<void()> go_on);
  // Takes room that may not be there.
  void take(std::size_t changes);
  // Gives back the room of one change.
  void give_back();

 private:
  struct Waiting {
    std::size_t changes = 0;
    std::function<void()> go_on;
  };
  [[nodiscard]] bool has(std::size_t changes) const { return taken_ + changes <= kChangesMax; }

  std::mutex mutex_;
  std::size_t taken_ = 0;
  std::deque<Waiting> waiting_;
  bool is_calling_ = false;  // a thread calls those for whom there is room
};

}  // namespace patchbay::core
