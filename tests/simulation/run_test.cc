// Whole runs: the same seed gives the same run, all is well in some runs, and every planted fault
// is found.
#include "simulation/run.h"

#include <gtest/gtest.h>

namespace patchbay::simulation {
namespace {

// A planted fault must be found in as many seeds at most.
constexpr std::uint64_t kSeedsMax = 600;

Ground& ground() {
  static Ground the_ground;
  return the_ground;
}

std::string all(const std::vector<std::string>& faults) {
  std::string out;
  for (const std::string& each : faults) out += each + '\n';
  return out;
}

TEST(Runs, TheSameSeedGivesTheSameEvents) {
  for (std::uint64_t seed = 1; seed <= 15; ++seed) {
    const RunResult first = run(ground(), {.seed = seed});
    // Another run in between must not matter.
    EXPECT_NE(run(ground(), {.seed = seed + 1000}).trace, first.trace);
    const RunResult second = run(ground(), {.seed = seed});
    EXPECT_EQ(first.trace, second.trace) << "seed " << seed;
    EXPECT_EQ(first.events, second.events) << "seed " << seed;
    EXPECT_GT(first.events, 100U);
  }
}

TEST(Runs, TheServerKeepsItsPromises) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const RunResult result = run(ground(), {.seed = seed});
    EXPECT_TRUE(result.faults.empty()) << "seed " << seed << '\n' << all(result.faults);
  }
}

// Fewer operations must still fail, and the very first ones alone must not.
TEST(Runs, AFailureIsShrunk) {
  RunOptions options{.planted = Planted::dropped_change};
  for (options.seed = 1; run(ground(), options).faults.empty(); ++options.seed)
    ASSERT_LT(options.seed, kSeedsMax);
  const std::size_t least = shrink(ground(), options);
  EXPECT_LE(least, options.operations_max);
  options.operations_max = least;
  EXPECT_FALSE(run(ground(), options).faults.empty());
}

struct Row {
  Planted fault;
  const char* name;
  const char* meaning;
};
constexpr Row kPlanted[] = {
#define PLANTED(fault, meaning) {Planted::fault, #fault, meaning},
#include "simulation/planted.def"
#undef PLANTED
};

class PlantedFaults : public testing::TestWithParam<Row> {};

TEST_P(PlantedFaults, AreFound) {
  std::uint64_t seed = 1;
  RunResult result;
  for (; seed <= kSeedsMax; ++seed) {
    result = run(ground(), {.seed = seed, .planted = GetParam().fault});
    if (!result.faults.empty()) break;
  }
  ASSERT_LE(seed, kSeedsMax) << "nothing was found although " << GetParam().meaning;
  std::printf("%s: seed %llu: %s\n", GetParam().name, static_cast<unsigned long long>(seed),
              result.faults.front().c_str());
}

INSTANTIATE_TEST_SUITE_P(All, PlantedFaults, testing::ValuesIn(kPlanted),
                         [](const auto& of) { return std::string(of.param.name); });

}  // namespace
}  // namespace patchbay::simulation
