// A thread that runs tasks one after another.
#pragma once

#include <functional>
#include <memory>

namespace patchbay::app {

// Runs tasks in order on a separate thread. The destructor waits for all of them. Threads: any.
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
