// ProbeLimiter: a name or an external id that somebody else holds out of sight must be refused,
// which tells that it is held. So nobody is told so more than a few times an hour.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>

#include "base/clock.h"
#include "record/fault.h"

namespace patchbay::core {

// What is said of a name or an external id whose holder the caller does not see …
inline constexpr const char* kNameTaken = "is not free: choose another";
// … and of any, after it was said too often.
inline constexpr const char* kTooManyProbes =
    "cannot be set for now: too many were tried that are not free";

// Counts what each principal was told, on this node. Threads: any.
class ProbeLimiter {
 public:
  static constexpr int kMax = 30;                // in a period
  static constexpr std::int64_t kPeriod = 3600;  // seconds, from the first
  static constexpr std::size_t kPrincipalsMax = 10'000;

  // Whether the principal was told too often; then for how many more seconds.
  [[nodiscard]] std::int64_t blocked_seconds(std::int64_t principal, Instant now) const;
  // Counts, where `fault` tells that something is not free.
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
