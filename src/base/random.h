// Randomness, handed in.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace patchbay {

class Random {
 public:
  virtual ~Random() = default;
  // `count` bytes, fit for keys. Any thread.
  [[nodiscard]] virtual std::string bytes(std::size_t count) = 0;
};

// The kernel's generator through libsodium.
[[nodiscard]] std::unique_ptr<Random> system_random();
// The same bytes in the same order for the same seed: for tests only.
[[nodiscard]] std::unique_ptr<Random> seeded_random(unsigned seed);

}  // namespace patchbay
