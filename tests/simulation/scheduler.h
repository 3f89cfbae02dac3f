// Runs many tasks on one thread, in an order that the dice choose. A task has a stack of its own
// and goes on until it waits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/threads.h"
#include "simulation/dice.h"
#include "simulation/trace.h"

namespace patchbay::simulation {

// The stacks of tasks, kept for the next run.
class Stacks {
 public:
  static constexpr std::size_t kBytes = std::size_t{512} << 10;

  Stacks() = default;
  ~Stacks();
  Stacks(const Stacks&) = delete;
  Stacks& operator=(const Stacks&) = delete;

  [[nodiscard]] void* take();
  void give_back(void* stack) { free_.push_back(stack); }

 private:
  std::vector<void*> free_;
};

// What the code under test gets as threads. The thread that makes a scheduler is its first task.
class Scheduler final : public Threads {
 public:
  // The arguments must outlive this object.
  Scheduler(Stacks& stacks, Dice& dice, Trace& trace);
  // All tasks must have been joined.
  ~Scheduler() override;
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  [[nodiscard]] std::unique_ptr<Thread> start(std::function<void()> run) override;
  [[nodiscard]] std::unique_ptr<Condition> condition() override;
  [[nodiscard]] Time now() const override { return Time(std::chrono::microseconds(now_us_)); }
  [[nodiscard]] Id self() const override { return current_; }

  // The number of the running task: 0 for the first, and one more for each that was started.
  [[nodiscard]] std::uint64_t number() const;
  // Lets the dice choose who goes on: this task or another one that can.
  void yield();
  // Waits in the run's own time, which costs no real time.
  void sleep_us(std::int64_t us);
  [[nodiscard]] std::int64_t now_us() const { return now_us_; }
  // How often a task went on so far: a measure of order.
  [[nodiscard]] std::uint64_t step() const { return step_; }

 private:
  struct Task;
  class OwnThread;
  class OwnCondition;

  // Waits until `condition` is notified (null: nothing is) or the time has come.
  void wait(const OwnCondition* condition, std::int64_t end_us);
  void wake(Task& task);
  // Lets somebody who can go on, go on.
  void switch_task();
  void go_to(Task& task);
  static void begin(unsigned high, unsigned low);

  Stacks& stacks_;
  Dice& dice_;
  Trace& trace_;
  std::vector<std::unique_ptr<Task>> tasks_;  // those that have not ended, the first one first
  std::vector<Task*> ready_;
  Task* current_ = nullptr;
  std::int64_t now_us_ = 1'000'000;
  std::uint64_t step_ = 0;
  std::uint64_t started_ = 0;
};

}  // namespace patchbay::simulation
