// Probes: a name or an external id that somebody else holds out of sight must be refused, which
// tells that it is held. So nobody is told so more than a few times an hour.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>

#include "base/clock.h"
#include "record/fault.h"

namespace patchbay::core {

// What is said of a name or an external id whose holder the caller does not see …
inline constexpr const char* kNotFree = "is not free: choose another";
// … and of any, after it was said too often.
inline constexpr const char* kTooOften =
    "cannot be set for now: too many were tried that are not free";

// Counts what each principal was told, on this node. Threads: any.
class Probes {
 public:
  static constexpr int kMax = 30;                // in a period
  static constexpr std::int64_t kPeriod = 3600;  // seconds, from the first
  static constexpr std::size_t kPrincipalsMax = 10'000;

  // Whether the principal was told too often; then for how many more seconds.
  [[nodiscard]] std::int64_t closed_seconds(std::int64_t principal, Instant now) const;
  // Counts, where `fault` tells that something is not free.
  void note(std::int64_t principal, const Fault& fault, Instant now);

 private:
  struct Told {
    Instant since;
    int times = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::int64_t, Told> told_;
};

}  // namespace patchbay::core
