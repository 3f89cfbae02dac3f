// What passed the relay and waits to be compared.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

#include "http/relay.h"

namespace patchbay::app {

// Bounded in number and bytes. Any thread.
class PassedQueue {
 public:
  PassedQueue(std::size_t count_max, std::size_t bytes_max)
      : count_max_(count_max), bytes_max_(bytes_max) {}

  // Never waits: returns false, and keeps nothing, if there is no room.
  [[nodiscard]] bool put(http::Passed passed);
  // Waits for the next one. Nothing after `end`, once the queue is empty.
  [[nodiscard]] std::optional<http::Passed> next();
  void end();
  // Empties the queue, and returns how many were in it.
  [[nodiscard]] std::size_t drop_all();

 private:
  const std::size_t count_max_;
  const std::size_t bytes_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<http::Passed> waiting_;
  std::size_t bytes_ = 0;
  bool ended_ = false;
};

}  // namespace patchbay::app
