// The threads of the operating system.
#include "base/threads.h"

#include <condition_variable>
#include <thread>
#include <utility>

namespace patchbay {
namespace {

class SystemThread final : public Threads::Thread {
 public:
  explicit SystemThread(std::function<void()> run) : thread_(std::move(run)) {}
  void join() override { thread_.join(); }

 private:
  std::thread thread_;
};

class SystemCondition final : public Threads::Condition {
 public:
  void notify_one() override { condition_.notify_one(); }
  void notify_all() override { condition_.notify_all(); }
  void wait(std::unique_lock<std::mutex>& lock, const std::function<bool()>& is_ready) override {
    condition_.wait(lock, is_ready);
  }
  bool wait_until(std::unique_lock<std::mutex>& lock, Threads::Time end,
                  const std::function<bool()>& is_ready) override {
    return condition_.wait_until(lock, end, is_ready);
  }

 private:
  std::condition_variable condition_;
};

class SystemThreads final : public Threads {
 public:
  std::unique_ptr<Thread> start(std::function<void()> run) override {
    return std::make_unique<SystemThread>(std::move(run));
  }
  std::unique_ptr<Condition> condition() override { return std::make_unique<SystemCondition>(); }
  [[nodiscard]] Time now() const override { return std::chrono::steady_clock::now(); }
  [[nodiscard]] Id self() const override {
    thread_local const char kMine = 0;
    return &kMine;
  }
};

}  // namespace

Threads& system_threads() {
  static SystemThreads threads;
  return threads;
}

}  // namespace patchbay
