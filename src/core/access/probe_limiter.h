// ProbeLimiter: limits how often a principal can learn that a name or external id is in use out of
// its sight. Such a value must be refused, and the refusal reveals that it is in use.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>

#include "base/clock.h"
#include "record/fault.h"

namespace patchbay::core {

// The refusal if the caller does not see who uses the value.
inline constexpr const char* kNameTaken = "is not free: choose another";
// The refusal of every value after too many such refusals.
inline constexpr const char* kTooManyProbes =
    "cannot be set now: too many values that are in use were tried; try again later";

// Counts the refusals that each principal got on this node. Threads: any.
class ProbeLimiter {
 public:
  static constexpr int kMax = 30;                // refusals in a period
  static constexpr std::int64_t kPeriod = 3600;  // seconds, from the first refusal
  static constexpr std::size_t kPrincipalsMax = 10'000;

  // Returns for how many seconds the principal is blocked; 0 if it is not.
  [[nodiscard]] std::int64_t blocked_seconds(std::int64_t principal, Instant now) const;
  // Counts `fault` if it says that a value is in use.
  void count_if_taken(std::int64_t principal, const Fault& fault, Instant now);

 private:
  struct Count {
    Instant since;
    int times = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::int64_t, Count> counts_;
};

}  // namespace patchbay::core
