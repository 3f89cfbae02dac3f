// The engine under many seeds.
#include "engine_world.h"

namespace patchbay::reach {
namespace {

// Under many seeds: nodes that are killed and replaced, a receiver that fails, a disk that fails.
// Every change arrives, and one of a customer never before an earlier one.
TEST_F(EngineTest, LosesNothingUnderAnySeed) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const auto random = seeded_random(seed);
    const auto below = [&](std::int64_t bound) { return random_number(*random) % bound; };
    const std::int64_t id = 100 + seed;
    hook(id);
    for (const auto& [other, ignored] : std::map(ledger_.configured))
      if (other != id) ledger_.configured.erase(other);
    std::map<std::string, std::int64_t> arrived;
    std::map<std::string, std::int64_t> expected;
    std::unique_ptr<Engine> nodes[2];
    const auto take = [&] {
      for (auto waiting = std::exchange(network_.waiting, {}); auto& each : waiting) {
        if (below(5) == 0) continue;  // the answer is lost with the connection, or late
        const bool is_taken = below(4) > 0;
        const std::string what = described(each.message);
        const std::string customer = what.substr(0, what.find('/'));
        const std::int64_t version = std::stoll(what.substr(what.find('/') + 1));
        if (is_taken) {
          if (arrived.contains(customer)) {
            EXPECT_LE(version, arrived[customer] + 1) << "seed " << seed << ' ' << what;
          }
          arrived[customer] = std::max(arrived[customer], version);
        }
        each.done({.status = is_taken ? 200 : 500});
      }
    };
    for (int turn = 0; turn < 400; ++turn) {
      if (turn < 60 && below(3) == 0) {
        const std::int64_t customer = 10 + below(3);
        amend(customer);
        const std::string name = std::to_string(id) + ": " + std::to_string(customer);
        expected[name] = records_.at(customer).version;
        if (!arrived.contains(name)) arrived[name] = records_.at(customer).version - 1;
      }
      auto& node = nodes[below(2)];
      if (!node || below(25) == 0) node = start(std::to_string(turn), /*is_alone=*/false);
      ledger_.fails = below(6) == 0;
      node->step();
      clock_.advance_seconds(below(turn < 100 ? 3 : 4000));
      if (below(2) == 0) take();
    }
    // Quiet: one node, a receiver and a disk that work.
    ledger_.fails = false;
    nodes[0].reset();
    nodes[1] = start("last", /*is_alone=*/true);
    for (int turn = 0; turn < 60; ++turn) {
      nodes[1]->step();
      clock_.advance_seconds(1800);
      for (auto waiting = std::exchange(network_.waiting, {}); auto& each : waiting) {
        const std::string what = described(each.message);
        auto& version = arrived[what.substr(0, what.find('/'))];
        version = std::max<std::int64_t>(version, std::stoll(what.substr(what.find('/') + 1)));
        each.done({.status = 200});
      }
    }
    const Destination& kept = ledger_.kept[id];
    const bool has_dead = std::ranges::any_of(
        kept.parked, [](const ParkedDelivery& each) { return !each.dead.empty(); });
    if (!has_dead) {
      EXPECT_EQ(arrived, expected) << "seed " << seed;
    }
    EXPECT_EQ(kept.position, newest()) << "seed " << seed;
    nodes[1]->finish();
  }
}

}  // namespace
}  // namespace patchbay::reach
