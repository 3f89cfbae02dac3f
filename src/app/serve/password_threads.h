// The threads that check passwords, in the order of the fair queue.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "app/serve/password_queue.h"

namespace patchbay::app {

// Thread-safe.
class PasswordThreads {
 public:
  explicit PasswordThreads(int count);
  // Runs all waiting checks first.
  ~PasswordThreads();
  PasswordThreads(const PasswordThreads&) = delete;
  PasswordThreads& operator=(const PasswordThreads&) = delete;

  // Calls one of the two functions of `one`, which must not throw: `reject` on this thread or
  // another, or `proceed` on a password thread.
  void add(PendingCheck one);
  // The number of waiting checks.
  [[nodiscard]] std::size_t waiting() const;

 private:
  void work();

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  PasswordQueue queue_;
  bool is_ending_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace patchbay::app
