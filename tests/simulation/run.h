// One run: a store that some tasks use, through crashes and recoveries, and its judgement.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulation/rare_states.h"
#include "simulation/world.h"

namespace patchbay::simulation {

struct RunOptions {
  std::uint64_t seed = 0;
  std::size_t operations_max = 120;
  Planted planted = Planted::nothing;
  bool prints = false;  // every event of the trace
};

struct RunResult {
  std::vector<std::string> faults;  // empty: all is well
  std::uint64_t trace = 0;          // equal for equal options
  std::uint64_t events = 0;
  std::size_t operations = 0;
  std::size_t entries = 0;
  Reached reached;
};

// The same options give the same result, in every process.
[[nodiscard]] RunResult run(Ground& ground, const RunOptions& options);

// Returns the smallest number of operations with which the run still fails.
[[nodiscard]] std::size_t shrink(Ground& ground, RunOptions options);

}  // namespace patchbay::simulation
