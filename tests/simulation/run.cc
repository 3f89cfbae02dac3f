// A run is a few sessions, each until an outage or a clean stop, and one without trouble at the
// end.
#include "simulation/run.h"

#include "simulation/judge.h"
#include "simulation/session.h"

namespace patchbay::simulation {
namespace {

constexpr int kSessionsMax = 4;
constexpr std::uint64_t kDeliverOneIn = 2;  // runs
constexpr std::uint64_t kSystemOneIn = 4;

}  // namespace

RunResult run(Ground& ground, const RunOptions& options) {
  World world(ground, options.seed, options.planted, options.prints);
  RunState state{.world = world};
  state.operations_max = options.operations_max;
  // The others leave more time for changes.
  if (world.dice.one_in(kDeliverOneIn))
    state.receivers = std::make_unique<Receivers>(world, state.history, state.reached);
  if (world.dice.one_in(kSystemOneIn))
    state.vendor = std::make_unique<Vendor>(world, state.reached);
  state.history.operations.reserve(options.operations_max + 16);
  for (int i = 0; i < kSessionsMax && state.history.operations.size() < options.operations_max; ++i)
    Session(state).run(static_cast<std::size_t>(world.dice.between(15, 70)),
                       /*is_calm=*/world.dice.one_in(10));
  const FinalState end = Session(state).finish();
  RunResult out;
  out.faults = judge(state.history, end, state.reached);
  if (state.receivers && out.faults.empty())
    out.faults = judge(state.receivers->log, end, state.reached);
  out.trace = world.trace.hash();
  out.events = world.trace.events();
  out.operations = state.history.operations.size();
  out.entries = end.entries.size();
  out.reached = state.reached;
  return out;
}

// Fewer operations leave the beginning of a run as it is, until the sessions end earlier, so each
// number is tried from the smallest.
std::size_t shrink(Ground& ground, RunOptions options) {
  const std::size_t most = options.operations_max;
  for (options.operations_max = 1; options.operations_max < most; ++options.operations_max)
    if (!run(ground, options).faults.empty()) return options.operations_max;
  return most;
}

}  // namespace patchbay::simulation
