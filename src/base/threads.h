// Threads and how they wait. Code that starts a thread gets them as an argument, so that a
// test can run all such threads on one, in an order that it chooses.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>

namespace patchbay {

// Threads: any, for all members, also of the classes inside.
class Threads {
 public:
  using Time = std::chrono::steady_clock::time_point;
  // Identifies a thread while it runs; never null.
  using Id = const void*;

  class Thread {
   public:
    virtual ~Thread() = default;  // the thread must have been joined
    // Waits until the thread has ended. To be called once.
    virtual void join() = 0;
  };

  class Condition {
   public:
    virtual ~Condition() = default;
    virtual void notify_one() = 0;
    virtual void notify_all() = 0;
    // Waits until `is_ready` returns true, which is called under `lock`.
    virtual void wait(std::unique_lock<std::mutex>& lock,
                      const std::function<bool()>& is_ready) = 0;
    // The same until `end` at most. Returns what `is_ready` returned last.
    virtual bool wait_until(std::unique_lock<std::mutex>& lock, Time end,
                            const std::function<bool()>& is_ready) = 0;
  };

  virtual ~Threads() = default;
  // Starts a thread that calls `run` once. `run` must not throw.
  [[nodiscard]] virtual std::unique_ptr<Thread> start(std::function<void()> run) = 0;
  [[nodiscard]] virtual std::unique_ptr<Condition> condition() = 0;
  // The time by which `wait_until` waits. It never goes back.
  [[nodiscard]] virtual Time now() const = 0;
  // The calling thread.
  [[nodiscard]] virtual Id self() const = 0;
};

// Returns the threads of the operating system. Valid as long as the process runs.
[[nodiscard]] Threads& system_threads();

}  // namespace patchbay
