// Tasks on one thread: who goes on is the dice's choice, and waits cost no time.
#include "simulation/scheduler.h"

#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

namespace patchbay::simulation {
namespace {

// Returns the order in which three tasks run that yield once each.
std::string order(std::uint64_t seed) {
  Stacks stacks;
  Dice dice(seed);
  Trace trace;
  Scheduler scheduler(stacks, dice, trace);
  std::string out;
  std::vector<std::unique_ptr<Threads::Thread>> tasks;
  for (const char name : {'a', 'b', 'c'})
    tasks.push_back(scheduler.start([&out, &scheduler, name] {
      out += name;
      scheduler.yield();
      out += name;
    }));
  for (const auto& each : tasks) each->join();
  return out;
}

TEST(Tasks, TheSeedDecidesTheOrder) {
  std::set<std::string> seen;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    seen.insert(order(seed));
    EXPECT_EQ(order(seed), order(seed));
  }
  EXPECT_GT(seen.size(), 40U) << "of 90 orders";
}

class Waiting : public testing::Test {
 protected:
  Stacks stacks_;
  Dice dice_{1};
  Trace trace_;
  Scheduler scheduler_{stacks_, dice_, trace_};
  std::mutex mutex_;
  std::unique_ptr<Threads::Condition> changed_ = scheduler_.condition();
};

TEST_F(Waiting, EndsWithANotice) {
  bool is_ready = false;
  const auto task = scheduler_.start([&] {
    const std::lock_guard lock(mutex_);
    is_ready = true;
    changed_->notify_all();
  });
  std::unique_lock lock(mutex_);
  changed_->wait(lock, [&] { return is_ready; });
  EXPECT_TRUE(lock.owns_lock());
  lock.unlock();
  task->join();
}

TEST_F(Waiting, EndsWithTheTime) {
  const auto start = scheduler_.now();
  std::unique_lock lock(mutex_);
  EXPECT_FALSE(changed_->wait_until(lock, start + std::chrono::hours(1), [] { return false; }));
  EXPECT_EQ(scheduler_.now() - start, std::chrono::hours(1));
}

TEST_F(Waiting, LongerWaitsEndLater) {
  std::string ended;
  const auto slow = scheduler_.start([&] {
    scheduler_.sleep_us(2000);
    ended += "slow ";
  });
  const auto fast = scheduler_.start([&] {
    scheduler_.sleep_us(1000);
    ended += "fast ";
  });
  slow->join();
  fast->join();
  EXPECT_EQ(ended, "fast slow ");
}

// The C++ runtime counts exceptions for each thread, and here all tasks are on one.
TEST_F(Waiting, ExceptionsStayWithTheirTasks) {
  std::string caught;
  const auto fail = [&](const char* name) {
    try {
      throw std::runtime_error(name);
    } catch (const std::runtime_error&) {
      scheduler_.sleep_us(1000);
      try {
        throw;
      } catch (const std::runtime_error& again) {
        caught += again.what();
      }
    }
  };
  const auto one = scheduler_.start([&] { fail("one "); });
  const auto two = scheduler_.start([&] { fail("two "); });
  one->join();
  two->join();
  EXPECT_TRUE(caught == "one two " || caught == "two one ") << caught;
}

}  // namespace
}  // namespace patchbay::simulation
