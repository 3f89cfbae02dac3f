// States that runs must reach sometimes, or the runs prove little.
#pragma once

#include <array>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace patchbay::simulation {

enum class Rare : std::uint8_t {
#define RARE(state, often, meaning) state,
#include "simulation/rare_states.def"
#undef RARE
};
enum class Often : std::uint8_t { ci, nightly };
struct RareRow {
  std::string_view name;
  Often often;
  std::string_view meaning;
};
inline constexpr RareRow kRare[] = {
#define RARE(state, often, meaning) {#state, Often::often, meaning},
#include "simulation/rare_states.def"
#undef RARE
};

// The number of runs that reached each state.
using RareCounts = std::array<std::uint64_t, std::size(kRare)>;

// The states that one run has reached.
class Reached {
 public:
  void note(Rare state) { reached_[static_cast<std::size_t>(state)] = true; }
  void add_to(RareCounts& counts) const {
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += reached_[i] ? 1 : 0;
  }

 private:
  std::array<bool, std::size(kRare)> reached_{};
};

}  // namespace patchbay::simulation
