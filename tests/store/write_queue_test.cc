// The write queue: who executes a job, and when it rests.
#include "store/write_queue.h"

#include <ctime>
#include <future>
#include <latch>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace patchbay::store {
namespace {

// A queue that records which thread executed each job, by the number in the job's subject.
class RecordedQueue {
 public:
  explicit RecordedQueue(bool takes_here = true)
      : takes_here_(takes_here),
        queue_([this](std::vector<QueuedJob>& batch) { execute(batch); },
               [this] {
                 ++rests_;
                 rested_.count_down();
               },
               [this](std::vector<QueuedJob>& batch) {
                 if (takes_here_) execute(batch);
                 return takes_here_;
               }) {}

  // Returns a job with this number, which calls `then` after it was executed.
  [[nodiscard]] QueuedJob job(std::int64_t number, std::function<void()> then = [] {}) {
    return {.job = {},
            .done =
                [this, then = std::move(then)](Committed committed) {
                  if (committed == Committed::failed) ++failed_;
                  then();
                },
            .subject = CustomerId{number}};
  }
  // Waits until everything before was executed.
  void drain() {
    std::promise<void> done;
    queue_.write(job(0, [&] { done.set_value(); }));
    done.get_future().wait();
  }

  WriteQueue& operator*() { return queue_; }
  [[nodiscard]] const std::vector<std::pair<std::int64_t, std::thread::id>>& executed() const {
    return executed_;
  }
  [[nodiscard]] int failed() const { return failed_; }
  [[nodiscard]] int rests() const { return rests_; }
  void wait_for_rest() { rested_.wait(); }

 private:
  // Jobs never overlap, so this needs no lock.
  void execute(std::vector<QueuedJob>& batch) {
    for (const QueuedJob& each : batch) {
      EXPECT_TRUE(queue_.is_own_thread());
      executed_.emplace_back(std::get<CustomerId>(each.subject).value, std::this_thread::get_id());
      each.done(Committed::yes);
    }
  }

  const bool takes_here_;
  std::vector<std::pair<std::int64_t, std::thread::id>> executed_;
  std::atomic<int> failed_ = 0;
  std::atomic<int> rests_ = 0;
  std::latch rested_{1};
  WriteQueue queue_;
};

TEST(WriteQueue, ExecutesASingleJobWhereItIs) {
  RecordedQueue queue;
  (*queue).write_here(queue.job(1));
  ASSERT_EQ(queue.executed().size(), 1U);
  EXPECT_EQ(queue.executed().front().second, std::this_thread::get_id());
  EXPECT_FALSE((*queue).is_own_thread());
  EXPECT_EQ((*queue).oldest_waiting_us(), 0U);
}

TEST(WriteQueue, LeavesAJobToItsThreadThatIsNotTakenHere) {
  RecordedQueue queue(false);
  (*queue).write_here(queue.job(1));
  queue.drain();
  ASSERT_EQ(queue.executed().size(), 2U);
  EXPECT_EQ(queue.executed().front().first, 1);
  EXPECT_NE(queue.executed().front().second, std::this_thread::get_id());
}

TEST(WriteQueue, KeepsTheOrderWhileItsThreadIsAtWork) {
  RecordedQueue queue;
  std::promise<void> begun;
  std::promise<void> opened;
  (*queue).write(queue.job(1, [&] {
    begun.set_value();
    opened.get_future().wait();
  }));
  begun.get_future().wait();
  (*queue).write_here(queue.job(2));
  (*queue).write(queue.job(3));
  (*queue).write_here(queue.job(4));
  EXPECT_EQ((*queue).waiting(), 3U);
  opened.set_value();
  queue.drain();
  std::vector<std::int64_t> numbers;
  for (const auto& [number, thread] : queue.executed()) {
    numbers.push_back(number);
    EXPECT_NE(thread, std::this_thread::get_id()) << number;
  }
  EXPECT_EQ(numbers, (std::vector<std::int64_t>{1, 2, 3, 4, 0}));
}

TEST(WriteQueue, ExecutesWhatArrivesDuringAJobHereAfterIt) {
  RecordedQueue queue;
  std::size_t waiting = 0;
  (*queue).write_here(queue.job(1, [&] {
    (*queue).write(queue.job(2));
    (*queue).write_here(queue.job(3));
    waiting = (*queue).waiting();
  }));
  queue.drain();
  EXPECT_EQ(waiting, 2U);
  std::vector<std::int64_t> numbers;
  for (const auto& [number, thread] : queue.executed()) {
    numbers.push_back(number);
    EXPECT_EQ(thread == std::this_thread::get_id(), number == 1) << number;
  }
  EXPECT_EQ(numbers, (std::vector<std::int64_t>{1, 2, 3, 0}));
}

TEST(WriteQueue, ClosesFromAJobHereWithoutWaitingForItself) {
  RecordedQueue queue;
  (*queue).write_here(queue.job(1, [&] { (*queue).close(); }));
  (*queue).write_here(queue.job(2));
  (*queue).write(queue.job(3));
  (*queue).close();
  EXPECT_EQ(queue.executed().size(), 1U);
  EXPECT_EQ(queue.failed(), 2);
  EXPECT_EQ((*queue).refused(), 2U);
}

// The thread of the queue sleeps while another one waits for the disk, however long that takes.
TEST(WriteQueue, SleepsDuringALongJobHere) {
  RecordedQueue queue;
  (*queue).write_here(queue.job(1));
  std::promise<void> never;
  const auto cpu_ms = [] { return std::clock() * 1000 / CLOCKS_PER_SEC; };
  const auto before = cpu_ms();
  (*queue).write_here(
      queue.job(2, [&] { (void)never.get_future().wait_for(4 * WriteQueue::kRestAfter); }));
  EXPECT_LT(cpu_ms() - before, WriteQueue::kRestAfter.count());
}

TEST(WriteQueue, RestsAfterJobsOfOtherThreads) {
  RecordedQueue queue;
  EXPECT_EQ(queue.rests(), 0);
  (*queue).write_here(queue.job(1));
  queue.wait_for_rest();
  EXPECT_EQ(queue.rests(), 1);
}

}  // namespace
}  // namespace patchbay::store
