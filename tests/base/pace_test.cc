// How long work waits to keep to a rate.
#include "base/pace.h"

#include <vector>

#include <gtest/gtest.h>

namespace patchbay {
namespace {

using Microseconds = std::chrono::microseconds;

constexpr std::uint64_t kMiB = 1 << 20;

// The times until which work waits that was done in these steps.
std::vector<Microseconds> waits(std::optional<std::uint64_t> rate,
                                const std::vector<std::uint64_t>& steps) {
  std::vector<Microseconds> out;
  const Pace pace(rate, [&](Microseconds since) { out.push_back(since); });
  for (const std::uint64_t each : steps) pace.wait(each);
  return out;
}

TEST(Pace, WaitsFromTheBeginningSoThatATimeLostIsMadeUp) {
  using namespace std::chrono_literals;
  EXPECT_EQ(waits(64 * kMiB, {0, 32 * kMiB, 64 * kMiB, 640 * kMiB}),
            (std::vector<Microseconds>{0us, 500ms, 1s, 10s}));
  EXPECT_EQ(waits(3, {1, 2, 3}), (std::vector<Microseconds>{333'333us, 666'666us, 1s}));
}

TEST(Pace, WaitsForNothingWithoutARate) {
  EXPECT_EQ(waits(std::nullopt, {1, UINT64_MAX}), std::vector<Microseconds>());
}

TEST(Pace, HoldsForLargeStoresAndHighRates) {
  using namespace std::chrono_literals;
  EXPECT_EQ(waits(kMiB, {kMiB << 24}), (std::vector<Microseconds>{(1 << 24) * 1s}));
  EXPECT_EQ(waits(100'000 * kMiB, {150'000 * kMiB}), (std::vector<Microseconds>{1500ms}));
}

}  // namespace
}  // namespace patchbay
