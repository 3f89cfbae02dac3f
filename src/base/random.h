// Randomness. Code gets its generator as an argument.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace patchbay {

class Random {
 public:
  virtual ~Random() = default;
  // Returns `count` bytes, fit for keys. Threads: any.
  [[nodiscard]] virtual std::string bytes(std::size_t count) = 0;
};

// Returns libsodium's generator, seeded by the kernel.
[[nodiscard]] std::unique_ptr<Random> system_random();
// Returns a generator that repeats the same bytes for the same seed. For tests only.
[[nodiscard]] std::unique_ptr<Random> seeded_random(unsigned seed);

// Returns a number from 0 to 2^63 - 1, each equally likely.
[[nodiscard]] std::int64_t random_number(Random& random);

}  // namespace patchbay
