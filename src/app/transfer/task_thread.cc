// A thread with a queue of tasks.
#include "app/transfer/task_thread.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace patchbay::app {

struct TaskThread::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> tasks;
  bool is_ending = false;
  std::thread thread;

  void work() {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [this] { return is_ending || !tasks.empty(); });
      if (tasks.empty()) return;
      std::function<void()> task = std::move(tasks.front());
      tasks.pop_front();
      lock.unlock();
      task();
      // What it holds may do anything as it is destroyed, run() included.
      task = nullptr;
      lock.lock();
    }
  }
};

TaskThread::TaskThread() : state_(std::make_unique<State>()) {
  state_->thread = std::thread([this] { state_->work(); });
}

TaskThread::~TaskThread() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->is_ending = true;
  }
  state_->changed.notify_all();
  state_->thread.join();
}

void TaskThread::run(std::function<void()> task) {
  {
    const std::lock_guard lock(state_->mutex);
    state_->tasks.push_back(std::move(task));
  }
  state_->changed.notify_all();
}

}  // namespace patchbay::app
