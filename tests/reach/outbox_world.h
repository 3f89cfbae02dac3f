// An outbox under a clock that a test sets.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "reach/delivery/outbox.h"

namespace patchbay::reach {

inline constexpr Instant kStart{1'800'000'000'000'000};
inline constexpr std::int64_t kHour = 3600;

inline AttemptResult ok() { return {.status = 200}; }
inline AttemptResult broken() { return {.status = 500}; }

inline FeedEntry change(std::int64_t entry, std::int64_t customer, Version version = 1) {
  FeedEntry out;
  out.position = {.entry = entry, .mark = "mark" + std::to_string(entry)};
  out.entry.customer = {customer};
  out.entry.version = version;
  return out;
}

class OutboxTest : public testing::Test {
 protected:
  void begin(Destination kept = {.id = 1}) { outbox_.emplace(std::move(kept)); }
  // Changes of these customers, in order, with numbers from `first` on.
  void add(std::int64_t first, const std::vector<std::int64_t>& customers) {
    std::vector<FeedEntry> all;
    std::int64_t entry = first;
    for (const std::int64_t each : customers) all.push_back(change(entry++, each));
    const FeedPosition next = all.empty() ? FeedPosition{first, "mark"} : all.back().position;
    outbox_->add(std::move(all), next);
  }
  // Everything that can be sent now, in order.
  std::vector<std::int64_t> sendable() {
    std::vector<std::int64_t> out;
    while (auto sending = outbox_->next(now_)) {
      out.push_back(sending->entry);
      sent_[sending->entry] = *sending;
    }
    return out;
  }
  void finish(std::int64_t entry, const AttemptResult& result) {
    outbox_->finish(sent_.at(entry), result, now_, now_, {}, *random_);
  }
  // Sends whatever is due and answers it so.
  void serve(const AttemptResult& result) {
    for (const std::int64_t each : sendable()) finish(each, result);
  }
  std::int64_t position() { return outbox_->kept().position.entry; }
  std::vector<std::string> parked() {
    std::vector<std::string> out;
    for (const ParkedDelivery& each : outbox_->take_state().parked)
      out.push_back(std::to_string(each.entry) + (each.dead.empty() ? "" : " dead: " + each.dead));
    return out;
  }
  void later(std::int64_t seconds) { now_ = now_.plus_seconds(seconds); }

  Instant now_ = kStart;
  std::optional<Outbox> outbox_;
  std::map<std::int64_t, Sending> sent_;
  std::unique_ptr<Random> random_ = seeded_random(3);
};

}  // namespace patchbay::reach
