// The words of results, and the counting of requests.
#include "app/observe/request_counts.h"

namespace patchbay::app {
namespace {

// A result that is not a kind of fault, with the router's status for it.
struct OwnResult {
  std::string_view word;
  int status;
};
constexpr OwnResult kOwnResults[] = {
    {"done", 200}, {"no_path", 404}, {"no_method", 405}, {"bad_path", 400}};
static_assert(kErrorKinds + std::size(kOwnResults) == kRequestResults);

constexpr RequestResult own_result(std::size_t index) {
  return {static_cast<std::uint8_t>(kErrorKinds + index)};
}

}  // namespace

RequestResult RequestResult::of(const Result<core::Outcome>& outcome) {
  return outcome ? own_result(0) : RequestResult{static_cast<std::uint8_t>(outcome.error().kind)};
}

RequestResult RequestResult::of_status(int status) {
  std::size_t i = std::size(kOwnResults) - 1;
  while (i > 0 && kOwnResults[i].status != status) --i;
  return own_result(i);
}

std::string_view word(RequestResult result) {
  return result.index < kErrorKinds ? word(static_cast<ErrorKind>(result.index))
                                    : kOwnResults[result.index - kErrorKinds].word;
}

ResultClass result_class(RequestResult result) {
  if (result.index == own_result(0).index) return ResultClass::done;
  if (result.index >= kErrorKinds) return ResultClass::refused;
  switch (kErrorClasses[result.index]) {
    case ErrorClass::refused:
      return ResultClass::refused;
    case ErrorClass::failed:
      return ResultClass::failed;
  }
  return ResultClass::failed;
}

RequestCounts::RequestCounts(std::span<const doors::Door* const> doors) {
  for (const doors::Door* door : doors) doors_.emplace_back().door = door;
}

void RequestCounts::count_reply(const doors::Door& door, RequestResult result,
                                std::uint64_t us) noexcept {
  for (DoorCounts& each : doors_) {
    if (each.door != &door) continue;
    each.results[result.index].fetch_add(1, std::memory_order_relaxed);
    each.us[static_cast<std::size_t>(result_class(result))].add(us);
  }
}

void RequestCounts::count_refusal(int status) noexcept {
  std::size_t i = 0;
  while (i + 1 < kRefusals.size() && kRefusals[i] != status) ++i;
  refusals_[i].fetch_add(1, std::memory_order_relaxed);
}

}  // namespace patchbay::app
