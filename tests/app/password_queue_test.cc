// Who is next to have a password checked, whatever the others do.
#include "app/serve/password_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/serve/password_threads.h"

namespace patchbay::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;

constexpr PasswordQueue::Time kStart{};

PendingCheck waiting(const std::string& source, const std::string& name = "somebody") {
  return {.check = {.source = source, .name = name}, .proceed = [] {}, .reject = [] {}};
}
PendingCheck known(const std::string& source) {
  PendingCheck out = waiting(source);
  out.check.is_known = true;
  return out;
}
PendingCheck slowed(const std::string& source, const std::string& name) {
  PendingCheck out = waiting(source, name);
  out.check.is_slowed = true;
  return out;
}

std::vector<std::string> order(PasswordQueue& queue, PasswordQueue::Time now = kStart) {
  std::vector<std::string> out;
  while (auto one = queue.next(now)) out.push_back(one->check.source);
  return out;
}

TEST(PasswordQueue, StrangersTakeTurnsBySource) {
  PasswordQueue queue;
  for (const char* each : {"a", "a", "a", "b", "c", "b"})
    EXPECT_FALSE(queue.add(waiting(each), kStart));
  EXPECT_THAT(order(queue), ElementsAre("a", "b", "c", "a", "b", "a"));
  EXPECT_TRUE(queue.empty());
}

TEST(PasswordQueue, WhoSignedInLatelyGoesBefore400Strangers) {
  PasswordQueue queue;
  std::size_t rejected = 0;
  for (int i = 0; i < 400; ++i)
    if (queue.add(waiting("stranger" + std::to_string(i)), kStart)) ++rejected;
  EXPECT_EQ(rejected, 400 - PasswordQueue::kClassMax) << "and there is a bound";
  EXPECT_FALSE(queue.add(known("home"), kStart)) << "which is of strangers alone";
  EXPECT_EQ(queue.next(kStart)->check.source, "home");
}

TEST(PasswordQueue, OneSourceHasNoMoreThanItsShare) {
  PasswordQueue queue;
  std::size_t rejected = 0;
  for (int i = 0; i < 300; ++i)
    if (queue.add(waiting("greedy"), kStart)) ++rejected;
  EXPECT_EQ(rejected, 300 - PasswordQueue::kSourceMax);
  EXPECT_FALSE(queue.add(waiting("modest"), kStart));
  EXPECT_EQ(queue.next(kStart)->check.source, "greedy");
  EXPECT_EQ(queue.next(kStart)->check.source, "modest") << "after one of the others";
}

TEST(PasswordQueue, WhereItIsFullWhoHasMoreGivesWay) {
  PasswordQueue queue;
  for (std::size_t i = 0; i < PasswordQueue::kClassMax; ++i)
    EXPECT_FALSE(queue.add(waiting("greedy" + std::to_string(i % 8)), kStart));
  const auto gone = queue.add(waiting("modest"), kStart);
  ASSERT_TRUE(gone);
  EXPECT_THAT(gone->check.source, ::testing::StartsWith("greedy"));
  EXPECT_EQ(queue.size(), PasswordQueue::kClassMax);
}

TEST(PasswordQueue, ASlowedNameIsCheckedOnceASecondAndBehindOthers) {
  PasswordQueue queue;
  EXPECT_FALSE(queue.add(slowed("x", "root"), kStart));
  EXPECT_FALSE(queue.add(slowed("y", "root"), kStart));
  EXPECT_FALSE(queue.next(kStart)) << "the first one waits too";
  EXPECT_EQ(queue.next_time(), kStart + PasswordQueue::kSlowed);
  const auto then = kStart + PasswordQueue::kSlowed;
  EXPECT_FALSE(queue.add(waiting("stranger"), then));
  EXPECT_EQ(queue.next(then)->check.source, "stranger");
  EXPECT_EQ(queue.next(then)->check.source, "x");
  EXPECT_FALSE(queue.next(then + milliseconds(999)));
  EXPECT_EQ(queue.next(then + seconds(1))->check.source, "y");
  EXPECT_FALSE(queue.next_time());
  EXPECT_FALSE(queue.add(slowed("z", "root"), then + seconds(1)));
  EXPECT_FALSE(queue.next(then + milliseconds(1999))) << "its last check is remembered";
  EXPECT_EQ(queue.next(then + seconds(2))->check.source, "z");
}

TEST(PasswordQueue, ASlowedNameIsNeverShutOut) {
  PasswordQueue queue;
  EXPECT_FALSE(queue.add(slowed("owner", "root"), kStart));
  std::vector<std::string> order;
  for (int second = 0; second < 8; ++second) {
    for (int i = 0; i < 30; ++i) (void)queue.add(waiting("s" + std::to_string(i)), kStart);
    order.push_back(queue.next(kStart + seconds(second))->check.source);
  }
  EXPECT_THAT(order, ::testing::Contains("owner")) << "strangers without end";
}

TEST(PasswordQueue, SlowedNamesDoNotHoldUpOthersAndAreBounded) {
  PasswordQueue queue;
  std::size_t rejected = 0;
  for (int i = 0; i < 100; ++i)
    if (queue.add(slowed("s" + std::to_string(i), "root"), kStart)) ++rejected;
  EXPECT_EQ(rejected, 100 - PasswordQueue::kNameMax);
  for (int i = 0; i < 1000; ++i) (void)queue.add(slowed("s", "n" + std::to_string(i)), kStart);
  EXPECT_LE(queue.size(), PasswordQueue::kClassMax);
  EXPECT_FALSE(queue.add(waiting("stranger"), kStart));
  EXPECT_EQ(queue.next(kStart)->check.source, "stranger");
}

TEST(PasswordThreads, CallEachOnceAndWorkOffWhatWaitsAtTheEnd) {
  std::atomic<int> gone_on = 0;
  std::atomic<int> rejected = 0;
  {
    PasswordThreads threads(2);
    for (int i = 0; i < 2000; ++i) {
      PendingCheck one = i % 3 == 0   ? known("k" + std::to_string(i % 7))
                         : i % 3 == 1 ? slowed("s", "n" + std::to_string(i % 5))
                                      : waiting("w" + std::to_string(i % 11));
      one.proceed = [&] { ++gone_on; };
      one.reject = [&] { ++rejected; };
      threads.add(std::move(one));
    }
  }
  EXPECT_EQ(gone_on + rejected, 2000);
  EXPECT_GT(gone_on, 0);
}

}  // namespace
}  // namespace patchbay::app
