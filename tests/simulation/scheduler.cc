// Tasks are contexts of the C library. Those that wait stand in a list until somebody wakes them or
// their time has come.
#include "simulation/scheduler.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include <cxxabi.h>
#include <sys/mman.h>
#include <ucontext.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

namespace patchbay::simulation {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kGuardBytes = 4096;

// What the C++ runtime keeps about exceptions for each thread: here for each task, because a task
// may wait while it handles one.
struct Exceptions {
  void* caught = nullptr;
  unsigned uncaught = 0;
};

}  // namespace

Stacks::~Stacks() {
  for (void* each : free_) munmap(each, kBytes);
}

void* Stacks::take() {
  if (!free_.empty()) {
    void* out = free_.back();
    free_.pop_back();
    return out;
  }
  void* out = mmap(nullptr, kBytes, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (out == MAP_FAILED || mprotect(out, kGuardBytes, PROT_NONE) != 0) std::abort();
  return out;
}

struct Scheduler::Task {
  std::uint64_t number = 0;
  std::function<void()> run;
  ucontext_t context{};
  void* stack = nullptr;  // null: of the first task
  Exceptions exceptions;
  bool is_waiting = false;
  bool is_ended = false;
  const OwnCondition* awaited = nullptr;
  std::int64_t end_us = kNever;
  std::unique_ptr<Condition> ended;
  Scheduler* scheduler = nullptr;
  void* fake_stack = nullptr;  // of the address sanitizer
};

class Scheduler::OwnThread final : public Threads::Thread {
 public:
  OwnThread(Scheduler& scheduler, Task& task) : scheduler_(scheduler), task_(&task) {}
  void join() override {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    task_->ended->wait(lock, [this] { return task_->is_ended; });
    if (task_->stack) scheduler_.stacks_.give_back(task_->stack);
    std::erase_if(scheduler_.tasks_, [this](const auto& each) { return each.get() == task_; });
  }

 private:
  Scheduler& scheduler_;
  Task* task_;
};

class Scheduler::OwnCondition final : public Threads::Condition {
 public:
  explicit OwnCondition(Scheduler& scheduler) : scheduler_(scheduler) {}

  // The task that is woken may go on before the one that wakes it. Nobody holds a lock here that
  // another task needs.
  void notify_one() override {
    std::vector<Task*> waiting = all_waiting();
    if (waiting.empty()) return;
    scheduler_.wake(*waiting[scheduler_.dice_.below(waiting.size())]);
    if (scheduler_.dice_.one_in(4)) scheduler_.yield();
  }
  void notify_all() override {
    for (Task* each : all_waiting()) scheduler_.wake(*each);
  }
  void wait(std::unique_lock<std::mutex>& lock, const std::function<bool()>& is_ready) override {
    (void)wait_us(lock, kNever, is_ready);
  }
  bool wait_until(std::unique_lock<std::mutex>& lock, Time end,
                  const std::function<bool()>& is_ready) override {
    return wait_us(
        lock, std::chrono::duration_cast<std::chrono::microseconds>(end.time_since_epoch()).count(),
        is_ready);
  }

 private:
  bool wait_us(std::unique_lock<std::mutex>& lock, std::int64_t end_us,
               const std::function<bool()>& is_ready) {
    while (!is_ready()) {
      if (scheduler_.now_us_ >= end_us) return false;
      lock.unlock();
      scheduler_.wait(this, end_us);
      lock.lock();
    }
    return true;
  }
  [[nodiscard]] std::vector<Task*> all_waiting() const {
    std::vector<Task*> out;
    for (const auto& each : scheduler_.tasks_)
      if (each->is_waiting && each->awaited == this) out.push_back(each.get());
    return out;
  }

  Scheduler& scheduler_;
};

Scheduler::Scheduler(Stacks& stacks, Dice& dice, Trace& trace)
    : stacks_(stacks), dice_(dice), trace_(trace) {
  tasks_.push_back(std::make_unique<Task>());
  current_ = tasks_.front().get();
  current_->scheduler = this;
}

Scheduler::~Scheduler() = default;

std::unique_ptr<Threads::Thread> Scheduler::start(std::function<void()> run) {
  auto task = std::make_unique<Task>();
  task->number = ++started_;
  task->run = std::move(run);
  task->stack = stacks_.take();
  task->ended = condition();
  task->scheduler = this;
  getcontext(&task->context);
  task->context.uc_stack.ss_sp = static_cast<char*>(task->stack) + kGuardBytes;
  task->context.uc_stack.ss_size = Stacks::kBytes - kGuardBytes;
  task->context.uc_link = nullptr;
  const auto self = reinterpret_cast<std::uintptr_t>(task.get());
  makecontext(&task->context, reinterpret_cast<void (*)()>(&Scheduler::begin), 2,
              static_cast<unsigned>(self >> 32), static_cast<unsigned>(self));
  ready_.push_back(task.get());
  auto out = std::make_unique<OwnThread>(*this, *task);
  tasks_.push_back(std::move(task));
  return out;
}

std::unique_ptr<Threads::Condition> Scheduler::condition() {
  return std::make_unique<OwnCondition>(*this);
}

std::uint64_t Scheduler::number() const { return current_->number; }

void Scheduler::begin(unsigned high, unsigned low) {
  Task& task = *reinterpret_cast<Task*>((static_cast<std::uintptr_t>(high) << 32) | low);
#if defined(__SANITIZE_ADDRESS__)
  // The first switch comes from the first task, whose stack is not ours.
  stack_t& first = task.scheduler->tasks_.front()->context.uc_stack;
  const void* from = nullptr;
  std::size_t bytes = 0;
  __sanitizer_finish_switch_fiber(nullptr, &from, &bytes);
  if (first.ss_sp == nullptr)
    first = {.ss_sp = const_cast<void*>(from), .ss_flags = 0, .ss_size = bytes};
#endif
  task.run();
  task.run = {};
  task.is_ended = true;
  task.ended->notify_all();
  task.is_waiting = true;  // for ever
  task.scheduler->switch_task();
  std::abort();
}

void Scheduler::yield() {
  if (ready_.empty() && !dice_.one_in(8)) return;
  // Sometimes time passes too, so that waits can end although others could go on.
  if (dice_.one_in(16)) now_us_ += dice_.between(1, 20'000);
  ready_.push_back(current_);
  switch_task();
}

void Scheduler::sleep_us(std::int64_t us) { wait(nullptr, now_us_ + us); }

void Scheduler::wait(const OwnCondition* condition, std::int64_t end_us) {
  current_->is_waiting = true;
  current_->awaited = condition;
  current_->end_us = end_us;
  switch_task();
}

void Scheduler::wake(Task& task) {
  task.is_waiting = false;
  task.awaited = nullptr;
  task.end_us = kNever;
  ready_.push_back(&task);
}

void Scheduler::switch_task() {
  for (;;) {
    std::int64_t next_us = kNever;
    for (const auto& each : tasks_) {
      if (!each->is_waiting || each->end_us == kNever) continue;
      if (each->end_us <= now_us_)
        wake(*each);
      else
        next_us = std::min(next_us, each->end_us);
    }
    if (!ready_.empty()) break;
    if (next_us == kNever) {
      std::fprintf(stderr, "simulation: every task waits for another one\n");
      std::abort();
    }
    now_us_ = next_us;
  }
  const std::size_t chosen = dice_.below(ready_.size());
  Task& task = *ready_[chosen];
  ready_[chosen] = ready_.back();
  ready_.pop_back();
  ++step_;
  trace_.event("task", task.number, static_cast<std::uint64_t>(now_us_));
  if (&task != current_) go_to(task);
}

void Scheduler::go_to(Task& task) {
  Task& before = *current_;
  current_ = &task;
  auto* globals = reinterpret_cast<Exceptions*>(abi::__cxa_get_globals());
  before.exceptions = *globals;
  *globals = task.exceptions;
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_start_switch_fiber(before.is_ended ? nullptr : &before.fake_stack,
                                 task.context.uc_stack.ss_sp, task.context.uc_stack.ss_size);
#endif
  swapcontext(&before.context, &task.context);
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(before.fake_stack, nullptr, nullptr);
#endif
}

}  // namespace patchbay::simulation
