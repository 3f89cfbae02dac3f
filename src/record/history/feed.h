// The feed: changes of all customers in the order of their commits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/history/entry.h"

namespace patchbay {

// A position in the feed, directly after the entry of this number; 0 is the beginning. `mark` is
// the start of that entry's hash. It detects a position from entries that the store no longer has,
// for example after a backup was restored.
struct FeedPosition {
  std::int64_t entry = 0;
  std::string mark{};
  bool operator==(const FeedPosition&) const = default;

  static constexpr std::size_t kMarkBytes = 8;
};

struct FeedEntry {
  FeedPosition position;  // directly after this entry
  Uuid uuid;              // uuid of the customer
  Entry entry;
  std::string sealed_position{};  // encrypted form of the position that callers get:
                                  // core/read/positions.h
  Uuid batch{};  // the batch that the change was part of, set for callers; nil: none is known
};

struct FeedQuery {
  CustomerId below;  // only this customer and all that are now below it
  std::optional<FeedPosition> after = FeedPosition{};  // none: from now on
  std::string door{};                                  // only changes through this door; empty: any
  std::string principal{};                             // only changes by this principal; empty: any
  Uuid request{};                                      // only changes of this request; nil: any
  Uuid batch{};                                        // only changes of this batch; nil: any
  std::optional<Instant> from{};                       // at this time or later
  std::optional<Instant> to{};                         // before this time
  std::size_t limit = 100;                             // at most 1000
  // Maximum number of entries that are examined for one page. A caller who may see only few of them
  // gets short or empty pages and continues from `next`.
  std::size_t looks_max = 10'000;
};

// Maximum difference between the clocks that give entries their times, in seconds. Entries are in
// commit order, so a search by time looks this much further at both ends.
inline constexpr std::int64_t kClocksApartSeconds = 3600;

// Whether an entry passes the filters for door, principal and time. Request and customer are
// checked elsewhere.
[[nodiscard]] bool matches_filters(const FeedQuery& query, std::string_view door,
                                   std::string_view principal, Instant time);
// Whether an entry of this time is so far after `query.to` that no later entry can match.
[[nodiscard]] bool is_past(const FeedQuery& query, Instant time);

// One page of the feed. A reader who continues from `next` each time gets every matching entry
// exactly once, and the entries of one customer in the order of versions, while other changes are
// written.
struct FeedPage {
  std::vector<FeedEntry> entries{};
  FeedPosition next{};            // position to continue from; set for an empty page too
  bool more = false;              // whether the store had entries after `next` when the page was
                                  // read
  bool lost = false;              // `after` is not a position in this store; all other members are
                                  // empty
  std::string sealed_position{};  // encrypted form of `next`
};

}  // namespace patchbay
