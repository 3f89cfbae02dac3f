// Keeps work to a rate.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

namespace patchbay {

// Not to be used by two threads at a time.
class Pace {
 public:
  // Returns once so much time has passed since the work began.
  using WaitUntil = std::function<void(std::chrono::microseconds since)>;
  // `bytes_per_second`: at least 1; none: no limit.
  Pace(std::optional<std::uint64_t> bytes_per_second, WaitUntil wait_until)
      : rate_(bytes_per_second), wait_until_(std::move(wait_until)) {}

  // Waits until `bytes`, all since the work began, may have been done.
  void wait(std::uint64_t bytes) const {
    if (!rate_) return;
    constexpr std::uint64_t kSecond = 1'000'000;
    wait_until_(
        std::chrono::microseconds(bytes / *rate_ * kSecond + bytes % *rate_ * kSecond / *rate_));
  }

 private:
  std::optional<std::uint64_t> rate_;
  WaitUntil wait_until_;
};

}  // namespace patchbay
