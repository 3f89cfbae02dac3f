// The feed: what was changed of all customers, in the order in which it was committed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/history/entry.h"

namespace patchbay {

// A place in the feed: right after the entry of this number; 0 is the beginning. `mark` is how that
// entry's hash begins, so that a place in what a store no longer holds, as after a backup was
// restored, is not taken for one in what it holds instead.
struct FeedPosition {
  std::int64_t entry = 0;
  std::string mark{};
  bool operator==(const FeedPosition&) const = default;

  static constexpr std::size_t kMarkBytes = 8;
};

struct FeedEntry {
  FeedPosition position;  // right after it
  Uuid uuid;              // of its customer
  Entry entry;
  std::string sealed_position{};  // the position as readers are told it: core/read/positions.h
};

struct FeedQuery {
  CustomerId below;  // only entries of this customer and of what stands below it now
  std::optional<FeedPosition> after = FeedPosition{};  // nothing: from now on
  std::string door{};             // only those made through this door; empty: any …
  std::string principal{};        // … and by this principal …
  Uuid request{};                 // … and for this request (nil: any) …
  Uuid batch{};                   // … or this batch (nil: any) …
  std::optional<Instant> from{};  // … at this time or later …
  std::optional<Instant> to{};    // … and before this one
  std::size_t limit = 100;        // at most 1000
  // How many entries may be looked at for one page: whoever reaches few of many finds short or
  // empty pages, and goes on.
  std::size_t looks_max = 10'000;
};

// How far the clocks that give entries their times may be apart, or be set back: entries stand in
// the order of commits, and a look for a time goes this much further at both ends.
inline constexpr std::int64_t kClocksApartSeconds = 3600;

// Whether the filters of `query` let an entry with these circumstances through, those of its
// request and its customer aside.
[[nodiscard]] bool matches_filters(const FeedQuery& query, std::string_view door,
                                   std::string_view principal, Instant time);
// Whether an entry of this time stands so far behind `query.to` that none follows before it.
[[nodiscard]] bool is_past(const FeedQuery& query, Instant time);

// Whoever goes on from `next`, and from there on, sees every entry that the query is of exactly
// once, and those of a customer in the order of its versions, whatever is written in between.
struct FeedPage {
  std::vector<FeedEntry> entries{};
  FeedPosition next{};            // also where nothing came: to ask again from
  bool more = false;              // whether there were entries after `next` at this moment
  bool lost = false;              // `after` is no place in what this store holds; all else is empty
  std::string sealed_position{};  // `next` as readers are told it
};

}  // namespace patchbay
