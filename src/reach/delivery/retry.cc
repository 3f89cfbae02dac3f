// The tables of delays.
#include "reach/delivery/retry.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "base/timestamps.h"

namespace patchbay::reach {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kRetries[] = {5 * kSecond, 5 * kMinute, 30 * kMinute, 2 * kHour,
                                     5 * kHour,   10 * kHour,  10 * kHour};
static_assert(std::size(kRetries) == kAttemptsMax - 1);
// Once a destination takes nothing, one attempt is made now and then, so that it is found soon
// after it works again.
constexpr std::int64_t kPauses[] = {kSecond, 5 * kSecond, 30 * kSecond, kMinute};
constexpr std::int64_t kSlower = 5 * kSecond;

// A value from four fifths to six fifths of `us`.
std::int64_t jittered(std::int64_t us, Random& random) {
  const std::int64_t fifth = us / 5;
  return fifth == 0 ? us : us - fifth + random_number(random) % (2 * fifth + 1);
}

template <std::size_t size>
std::int64_t at(const std::int64_t (&table)[size], std::int64_t index) {
  return table[std::clamp<std::int64_t>(index, 0, static_cast<std::int64_t>(size) - 1)];
}

}  // namespace

Verdict verdict_of(const AttemptResult& result) {
  switch (result.status) {
    case 410:
      return Verdict::unwanted;
    case 429:
    case 502:
    case 503:
    case 504:
      return Verdict::too_much;
    default:
      return result.status >= 200 && result.status < 300 ? Verdict::taken : Verdict::failed;
  }
}

std::string problem_of(const AttemptResult& result) {
  if (result.status == 0) return result.problem.empty() ? "there was no reply" : result.problem;
  if (verdict_of(result) == Verdict::taken) return {};
  const bool is_redirect = result.status >= 300 && result.status < 400;
  return "answered " + std::to_string(result.status) +
         (is_redirect ? ", and redirects are not followed" : "");
}

std::int64_t retry_delay_us(std::int64_t attempt, Random& random) {
  return jittered(at(kRetries, attempt - 1), random);
}

std::int64_t pause_us(std::int64_t failures, Verdict verdict, Random& random) {
  if (failures >= kFailuresBeforePause)
    return jittered(at(kPauses, failures - kFailuresBeforePause), random);
  return verdict == Verdict::too_much ? jittered(kSlower, random) : 0;
}

std::int64_t asked_delay_us(const AttemptResult& result, Instant now) {
  if (const auto until = parse_http_date(result.retry_after))
    return std::clamp<std::int64_t>(until->us - now.us, 0, kHour);
  const auto seconds = parse_whole(result.retry_after);
  if (!seconds || *seconds <= 0) return 0;
  return std::min(*seconds, kHour / kSecond) * kSecond;
}

}  // namespace patchbay::reach
