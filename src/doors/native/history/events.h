// The feed as Server-Sent Events, and as a list that waits for what comes.
#pragma once

#include <cstdint>
#include <string_view>

#include "doors/door.h"
#include "record/history/feed.h"

namespace patchbay::doors::native {

inline constexpr std::string_view kEventStream = "text/event-stream";

// Each change is an event `change` whose id is its position and whose data is the item of
// GET /v1/changes. If nothing comes for some seconds, a comment says so and the id goes on. A fault
// is an event `error` with the problem, and ends the reply.
[[nodiscard]] Following endless_feed();
// The page of GET /v1/changes, sent once it has an item or `wait_s` seconds have passed.
[[nodiscard]] Following awaited_feed(std::int64_t wait_s);

// The head of the endless reply and its first events.
[[nodiscard]] http::Response first_events(const FeedPage& page);

}  // namespace patchbay::doors::native
