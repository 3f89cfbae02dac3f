// The store and the service that an import works with.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "core/service.h"

namespace patchbay::app {

// Threads: one at a time, except for what the members say themselves.
struct TransferStore {
  store::Store& store;
  core::Service& service;
  const Clock& clock;
};

// Calls `use` with the store at `location`. `writes`: opens it for writing, which is refused while
// a server uses the folder; otherwise the store can be in use, and every change fails. Returns what
// `use` returns, or a sentence for the operator.
[[nodiscard]] std::expected<int, std::string> with_store(
    const std::string& location, const std::string& key_file, bool writes,
    const std::function<int(const TransferStore&)>& use);

// Runs tasks in order on a separate thread, until it is destroyed. Threads: any.
class TaskThread {
 public:
  TaskThread();
  ~TaskThread();
  TaskThread(const TaskThread&) = delete;
  TaskThread& operator=(const TaskThread&) = delete;
  void run(std::function<void()> task);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace patchbay::app
