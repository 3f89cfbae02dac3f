// Random bytes: libsodium's generator, and a repeatable one for tests.
#include "base/random.h"

#include <array>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <random>

#include <sodium.h>
#include <sodium/randombytes_internal_random.h>

namespace patchbay {
namespace {

class SystemRandom : public Random {
 public:
  // Uses libsodium's internal generator, which asks the kernel only for its seed. A change needs
  // about eight random values, and each would otherwise be a system call.
  SystemRandom() {
    randombytes_set_implementation(&randombytes_internal_implementation);
    if (sodium_init() < 0) std::abort();
  }
  [[nodiscard]] std::string bytes(std::size_t count) override {
    std::string out(count, '\0');
    if (count > kKept) {
      randombytes_buf(out.data(), out.size());
      return out;
    }
    // libsodium asks the kernel for the process at each call, to notice a fork. The server does not
    // fork, so each thread takes bytes for some dozen values at once.
    thread_local std::array<unsigned char, kKept> kept;
    thread_local std::size_t left = 0;
    if (left < count) {
      randombytes_buf(kept.data(), kept.size());
      left = kept.size();
    }
    left -= count;
    std::memcpy(out.data(), kept.data() + left, count);
    sodium_memzero(kept.data() + left, count);  // no byte is given twice
    return out;
  }

 private:
  static constexpr std::size_t kKept = 512;
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

std::int64_t random_number(Random& random) {
  std::uint64_t out = 0;
  for (const char byte : random.bytes(sizeof(out)))
    out = out << 8 | static_cast<unsigned char>(byte);
  return static_cast<std::int64_t>(out >> 1);
}

}  // namespace patchbay
