// Values fall into the first bucket whose bound they do not pass.
#include "base/histogram.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace patchbay {
namespace {

TEST(Histogram, ABucketHoldsItsBound) {
  AtomicHistogram<kPowersOfTwo> tally;
  for (const std::uint64_t each : {0, 1, 2, 3, 4, 1024, 1025, 9999}) tally.add(each);
  const auto read = tally.read();
  EXPECT_EQ(read.counts, (decltype(read.counts){2, 1, 2, 0, 0, 0, 0, 0, 0, 0, 1, 2}));
  EXPECT_EQ(read.sum, 0U + 1 + 2 + 3 + 4 + 1024 + 1025 + 9999);
  EXPECT_EQ(read.count(), 8U);
}

TEST(Histogram, LosesNothingBetweenThreads) {
  AtomicHistogram<kMicroseconds> tally;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int j = 0; j < 10'000; ++j) tally.add(150);
    });
  threads.clear();
  EXPECT_EQ(tally.read().counts[1], 40'000U);
  EXPECT_EQ(tally.read().sum, 6'000'000U);
}

}  // namespace
}  // namespace patchbay
