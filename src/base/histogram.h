// Histograms: counts of values by bucket, for metrics.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>

namespace patchbay {

// Upper bounds of the buckets. A bound belongs to its bucket; one more bucket counts larger values.
inline constexpr std::array<std::uint64_t, 16> kMicroseconds{
    100,    250,     500,     1'000,   2'500,     5'000,     10'000,    25'000,
    50'000, 100'000, 250'000, 500'000, 1'000'000, 2'500'000, 5'000'000, 10'000'000};
inline constexpr std::array<std::uint64_t, 11> kPowersOfTwo{1,  2,   4,   8,   16,  32,
                                                            64, 128, 256, 512, 1024};

template <const auto& kBounds>
struct Histogram {
  std::array<std::uint64_t, kBounds.size() + 1> counts{};  // not cumulative
  std::uint64_t sum = 0;                                   // sum of the values

  [[nodiscard]] std::uint64_t count() const {
    std::uint64_t out = 0;
    for (const std::uint64_t each : counts) out += each;
    return out;
  }
};

// A histogram that is filled. Threads: any; adding takes no lock and allocates nothing. A reader
// may see only a part of an addition in progress.
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
