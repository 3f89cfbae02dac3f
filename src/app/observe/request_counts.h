// What became of requests: counted by door, verdict and time.
#pragma once

#include <array>
#include <deque>
#include <span>

#include "base/histogram.h"
#include "core/call/outcome.h"
#include "doors/door.h"

namespace patchbay::app {

// What became of one request: a number below kRequestResults.
struct RequestResult {
  std::uint8_t index = 0;

  [[nodiscard]] static RequestResult of(const Result<core::Outcome>& outcome);
  // Of a request that found no route: the router answered `status`.
  [[nodiscard]] static RequestResult of_status(int status);
};
inline constexpr std::size_t kRequestResults = kErrorKinds + 4;
// A fault's word; or done, no_path, no_method, bad_path.
[[nodiscard]] std::string_view word(RequestResult result);

// Whose doing a verdict is: requests of one class take alike long.
enum class ResultClass : std::uint8_t { done, count_refusal, failed };
inline constexpr std::string_view kResultClasses[] = {"done", "refused", "failed"};
[[nodiscard]] ResultClass result_class(RequestResult result);

// The statuses with which the server refuses requests before a door sees them; the last stands for
// every other.
inline constexpr std::array<int, 10> kRefusals{400, 408, 411, 413, 414, 417, 431, 501, 503, 0};

// Threads: any. Counting takes no lock and no memory.
class RequestCounts {
 public:
  struct alignas(64) DoorCounts {
    const doors::Door* door = nullptr;
    std::array<std::atomic<std::uint64_t>, kRequestResults> results{};
    std::array<AtomicHistogram<kMicroseconds>, std::size(kResultClasses)> us{};
  };

  explicit RequestCounts(std::span<const doors::Door* const> doors);
  // `door` is one of those given.
  void count_reply(const doors::Door& door, RequestResult result, std::uint64_t us) noexcept;
  void count_refusal(int status) noexcept;

  [[nodiscard]] const std::deque<DoorCounts>& doors() const { return doors_; }
  // How often, in the order of kRefusals.
  [[nodiscard]] const auto& refusals() const { return refusals_; }

 private:
  std::deque<DoorCounts> doors_;
  std::array<std::atomic<std::uint64_t>, kRefusals.size()> refusals_{};
};

}  // namespace patchbay::app
