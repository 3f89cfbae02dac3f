// The randomness of a run: every decision comes from one seed.
#pragma once

#include <cstdint>
#include <string>

#include "base/random.h"

namespace patchbay::simulation {

// The generator xoshiro256**, seeded by splitmix64.
class Dice final : public Random {
 public:
  explicit Dice(std::uint64_t seed) {
    for (std::uint64_t& each : state_) {
      seed += 0x9e3779b97f4a7c15U;
      std::uint64_t mixed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9U;
      mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
      each = mixed ^ (mixed >> 31);
    }
  }

  [[nodiscard]] std::uint64_t next() {
    const auto turned = [](std::uint64_t x, int bits) { return (x << bits) | (x >> (64 - bits)); };
    const std::uint64_t out = turned(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = turned(state_[3], 45);
    return out;
  }
  // Returns a number from 0 to `count` - 1; `count` is not 0.
  [[nodiscard]] std::uint64_t below(std::uint64_t count) { return next() % count; }
  // Returns a number from `least` to `most`.
  [[nodiscard]] std::int64_t between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least + 1)));
  }
  // True once in `count` times.
  [[nodiscard]] bool one_in(std::uint64_t count) { return below(count) == 0; }

  [[nodiscard]] std::string bytes(std::size_t count) override {
    std::string out(count, '\0');
    for (std::size_t i = 0; i < count; i += 8) {
      const std::uint64_t word = next();
      for (std::size_t j = 0; j < 8 && i + j < count; ++j)
        out[i + j] = static_cast<char>(word >> (8 * j));
    }
    return out;
  }

 private:
  std::uint64_t state_[4] = {};
};

}  // namespace patchbay::simulation
