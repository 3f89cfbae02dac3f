// Counts of requests by door, result and duration.
#pragma once

#include <array>
#include <deque>
#include <span>

#include "base/histogram.h"
#include "core/call/call.h"
#include "core/call/outcome.h"
#include "doors/door.h"

namespace patchbay::app {

// The result of one request: a number below kRequestResults.
struct RequestResult {
  std::uint8_t index = 0;

  [[nodiscard]] static RequestResult of(const Result<core::Outcome>& outcome);
  // The result of a request that found no route: the router answered `status`.
  [[nodiscard]] static RequestResult of_status(int status);
};
inline constexpr std::size_t kRequestResults = kErrorKinds + 4;
// A fault's word, or done, no_path, no_method or bad_path.
[[nodiscard]] std::string_view word(RequestResult result);

// The class of a result. Requests of one class take similar time.
enum class ResultClass : std::uint8_t { done, refused, failed };
inline constexpr std::string_view kResultClasses[] = {"done", "refused", "failed"};
[[nodiscard]] ResultClass result_class(RequestResult result);

// What one call did: changes of what the store keeps, also those that had nothing to change, each
// item of a batch by itself; or one read. A rehearsal reads. Calls about tokens and sessions, saved
// views, and replies that were kept for an idempotency key count as neither.
struct Work {
  std::uint64_t updates = 0;
  std::uint64_t reads = 0;
  bool operator==(const Work&) const = default;
};
[[nodiscard]] Work work_of(const core::Call& call, const Result<core::Outcome>& outcome);

// The statuses with which the server refuses requests before a door sees them. The last one counts
// all others.
inline constexpr std::array<int, 10> kRefusals{400, 408, 411, 413, 414, 417, 431, 501, 503, 0};

// Thread-safe. Counting takes no lock and no memory.
class RequestCounts {
 public:
  struct alignas(64) DoorCounts {
    const doors::Door* door = nullptr;
    std::array<std::atomic<std::uint64_t>, kRequestResults> results{};
    std::array<AtomicHistogram<kMicroseconds>, std::size(kResultClasses)> us{};
    std::atomic<std::uint64_t> updates = 0;
    std::atomic<std::uint64_t> reads = 0;
  };

  explicit RequestCounts(std::span<const doors::Door* const> doors);
  // `door` must be one of the doors given to the constructor.
  void count_reply(const doors::Door& door, RequestResult result, std::uint64_t us) noexcept;
  void count_work(const doors::Door& door, const Work& work) noexcept;
  // Counts the work of a call, and what comes of it later. This must outlive that.
  void count_work(const doors::Door& door, const core::Call& call,
                  const Result<core::Outcome>& outcome);
  void count_refusal(int status) noexcept;

  [[nodiscard]] const std::deque<DoorCounts>& doors() const { return doors_; }
  // The number of refusals, in the order of kRefusals.
  [[nodiscard]] const auto& refusals() const { return refusals_; }

 private:
  std::deque<DoorCounts> doors_;
  std::array<std::atomic<std::uint64_t>, kRefusals.size()> refusals_{};
};

}  // namespace patchbay::app
