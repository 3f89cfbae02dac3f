// Random bytes: libsodium's generator, and a repeatable one for tests.
#include "base/random.h"

#include <cstdlib>
#include <mutex>
#include <random>

#include <sodium.h>
#include <sodium/randombytes_internal_random.h>

namespace patchbay {
namespace {

class SystemRandom : public Random {
 public:
  // The generator that is seeded by the kernel and then asks it nothing: a change takes some eight
  // pieces of randomness, each of which would be a call into the kernel.
  SystemRandom() {
    randombytes_set_implementation(&randombytes_internal_implementation);
    if (sodium_init() < 0) std::abort();
  }
  [[nodiscard]] std::string bytes(std::size_t count) override {
    std::string out(count, '\0');
    randombytes_buf(out.data(), out.size());
    return out;
  }
};

class SeededRandom : public Random {
 public:
  explicit SeededRandom(unsigned seed) : engine_(seed) {}
  [[nodiscard]] std::string bytes(std::size_t count) override {
    const std::lock_guard lock(mutex_);
    std::string out(count, '\0');
    for (char& c : out) c = static_cast<char>(engine_() & 0xFF);
    return out;
  }

 private:
  std::mutex mutex_;
  std::mt19937 engine_;
};

}  // namespace

std::unique_ptr<Random> system_random() { return std::make_unique<SystemRandom>(); }
std::unique_ptr<Random> seeded_random(unsigned seed) {
  return std::make_unique<SeededRandom>(seed);
}

}  // namespace patchbay
