// The feed: entries of all customers in the order of their numbers.
#pragma once

#include "record/history/feed.h"
#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

// Connection::begin_numbering() makes this the order of commits.
[[nodiscard]] FeedPage read_feed(Connection& connection, const FeedQuery& query);

}  // namespace patchbay::store::sql
