// Follows the feed of changes of a server, also across interruptions.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "cli/remote/session.h"
#include "wire/tree.h"

namespace patchbay::app {

struct FeedOptions {
  std::string query;      // filters
  std::string after;      // a position, "now", or empty for the first change of all
  std::uint64_t count{};  // ends after this many changes; 0: never
};

// An item of the feed; returns a failure to end.
using TakeChange = std::function<Answer<void>(const wire::Tree& item)>;

// Gives each change to `take`, in order and once. When the connection ends, it goes on with
// Last-Event-ID; it gives up when ten attempts in a row failed, or the server refuses. `session`
// must have a timeout above 15 seconds, after which the server sends a sign of life.
[[nodiscard]] Answer<void> follow_feed(const Session& session, const FeedOptions& options,
                                       const TakeChange& take);

}  // namespace patchbay::app
