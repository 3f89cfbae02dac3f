// How often values fell where, in buckets: figures for those who watch a server.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>

namespace patchbay {

// The upper bounds of buckets, each of which holds its bound; one more bucket holds what is over
// the last.
inline constexpr std::array<std::uint64_t, 16> kMicroseconds{
    100,    250,     500,     1'000,   2'500,     5'000,     10'000,    25'000,
    50'000, 100'000, 250'000, 500'000, 1'000'000, 2'500'000, 5'000'000, 10'000'000};
inline constexpr std::array<std::uint64_t, 11> kPowersOfTwo{1,  2,   4,   8,   16,  32,
                                                            64, 128, 256, 512, 1024};

template <const auto& kBounds>
struct Histogram {
  std::array<std::uint64_t, kBounds.size() + 1> counts{};  // not cumulative
  std::uint64_t sum = 0;                                   // of the values

  [[nodiscard]] std::uint64_t count() const {
    std::uint64_t out = 0;
    for (const std::uint64_t each : counts) out += each;
    return out;
  }
};

// A histogram that grows. Threads: any; adding takes no lock and no memory. A reading may miss half
// of what is being added at that moment.
template <const auto& kBounds>
class AtomicHistogram {
 public:
  void add(std::uint64_t value) noexcept {
    const auto at = std::lower_bound(kBounds.begin(), kBounds.end(), value) - kBounds.begin();
    counts_[static_cast<std::size_t>(at)].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
  }
  [[nodiscard]] Histogram<kBounds> read() const {
    Histogram<kBounds> out;
    for (std::size_t i = 0; i < counts_.size(); ++i)
      out.counts[i] = counts_[i].load(std::memory_order_relaxed);
    out.sum = sum_.load(std::memory_order_relaxed);
    return out;
  }

 private:
  std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> counts_{};
  std::atomic<std::uint64_t> sum_{0};
};

}  // namespace patchbay
