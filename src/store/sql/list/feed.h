// The feed of all customers' entries, in the order of their numbers.
#pragma once

#include "record/history/feed.h"
#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

// That this is the order of commits follows from Connection::begin_writing().
[[nodiscard]] FeedPage read_feed(Connection& connection, const FeedQuery& query);

}  // namespace patchbay::store::sql
