// Verdicts and their words; counting.
#include "app/requests.h"

namespace patchbay::app {
namespace {

// What stands beside the kinds of faults; each with the router's status that means it.
struct Own {
  std::string_view word;
  int status;
};
constexpr Own kOwn[] = {{"done", 200}, {"no_path", 404}, {"no_method", 405}, {"bad_path", 400}};
static_assert(kWrongs + std::size(kOwn) == kVerdicts);

constexpr Verdict own(std::size_t index) { return {static_cast<std::uint8_t>(kWrongs + index)}; }

}  // namespace

Verdict Verdict::of(const Result<core::Outcome>& outcome) {
  return outcome ? own(0) : Verdict{static_cast<std::uint8_t>(outcome.error().wrong)};
}

Verdict Verdict::of_status(int status) {
  std::size_t i = std::size(kOwn) - 1;
  while (i > 0 && kOwn[i].status != status) --i;
  return own(i);
}

std::string_view word(Verdict verdict) {
  return verdict.index < kWrongs ? word(static_cast<Wrong>(verdict.index))
                                 : kOwn[verdict.index - kWrongs].word;
}

Ending ending(Verdict verdict) {
  if (verdict.index == own(0).index) return Ending::done;
  const auto wrong = static_cast<Wrong>(verdict.index);
  const bool failed =
      wrong == Wrong::damaged || wrong == Wrong::unavailable || wrong == Wrong::unknown_outcome;
  return failed ? Ending::failed : Ending::refused;
}

RequestCounts::RequestCounts(std::span<const doors::Door* const> doors) {
  for (const doors::Door* door : doors) doors_.emplace_back().door = door;
}

void RequestCounts::answered(const doors::Door& door, Verdict verdict, std::uint64_t us) noexcept {
  for (OfDoor& each : doors_) {
    if (each.door != &door) continue;
    each.verdicts[verdict.index].fetch_add(1, std::memory_order_relaxed);
    each.us[static_cast<std::size_t>(ending(verdict))].add(us);
  }
}

void RequestCounts::refused(int status) noexcept {
  std::size_t i = 0;
  while (i + 1 < kRefusals.size() && kRefusals[i] != status) ++i;
  refusals_[i].fetch_add(1, std::memory_order_relaxed);
}

}  // namespace patchbay::app
