// What is kept of a destination: how far delivery came, what waits, and what was tried.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/uuid.h"
#include "record/history/feed.h"
#include "record/value/ids.h"

namespace patchbay {

// A change that could not be delivered yet, or not at all. The position is behind it, so that
// changes of other customers need not wait for it. Later changes of the same customer wait behind
// it.
struct ParkedDelivery {
  std::int64_t entry = 0;  // the number of its entry
  CustomerId customer{};
  Version version = 0;
  std::int64_t attempts = 0;  // so far
  Instant due{};              // of the next attempt
  std::string dead{};         // why no more attempts are made; empty: more are
  bool operator==(const ParkedDelivery&) const = default;
};

// The state of one destination: a webhook, or an outside system that is watched. Its configuration
// is elsewhere (record/admin/webhook.h, outside_system.h).
struct Destination {
  std::int64_t id = 0;      // of the webhook, or OutsideSystem::destination()
  FeedPosition position{};  // every change up to here was delivered, or is parked, or is not wanted
  // Who delivers. A node that takes over raises `fence`, and what an earlier one still writes is
  // refused.
  std::string holder{};  // the id of the node; empty: none
  std::int64_t fence = 0;
  std::int64_t beat = 0;  // raised while the holder lives
  // Raised with each change of `position` or `parked` from outside, so that the holder reads them
  // again.
  std::int64_t generation = 0;
  std::int64_t failures = 0;  // attempts that failed since one was taken
  Instant failing_since{};    // the first of them
  Instant paused_until{};     // no attempts are made until then
  std::string stopped{};      // why no attempts are made until a person enables it; empty: they are
  std::int64_t attempt_max = 0;          // the number of the newest attempt that is kept
  std::vector<ParkedDelivery> parked{};  // by entry
  bool operator==(const Destination&) const = default;

  // Parked deliveries that wait, and dead ones. Of further dead ones the oldest are forgotten.
  static constexpr std::size_t kWaitingMax = 500;
  static constexpr std::size_t kDeadMax = 500;
};

// One attempt. Bodies and addresses are not kept.
struct DeliveryAttempt {
  std::int64_t destination = 0;
  std::int64_t number = 0;  // 1, 2, … within the destination
  std::int64_t entry = 0;
  CustomerId customer{};
  Version version = 0;
  Uuid request{};            // that made the change
  std::int64_t attempt = 0;  // 1: the first for this change
  Instant time{};
  std::int64_t us = 0;      // until the reply
  std::int64_t status = 0;  // of the reply; 0: there was none
  std::string problem{};    // why it failed; empty: it was taken
  bool operator==(const DeliveryAttempt&) const = default;

  static constexpr std::int64_t kKept = 10'000;  // of one destination; the oldest go first
};

// As stores keep them: ["entry","customer",…,"entry",…]. An error means that the stored text was
// not written by this version.
[[nodiscard]] std::string encode(const std::vector<ParkedDelivery>& parked);
[[nodiscard]] std::expected<std::vector<ParkedDelivery>, std::string> decode_parked(
    std::string_view text);
[[nodiscard]] std::string encode(std::span<const DeliveryAttempt> attempts);
[[nodiscard]] std::expected<std::vector<DeliveryAttempt>, std::string> decode_attempts(
    std::string_view text);

}  // namespace patchbay
