// The time in which a batch made its changes.
#pragma once

#include <algorithm>

#include "record/history/feed.h"

namespace patchbay::store {

struct BatchSpan {
  Instant first;
  Instant last;
};

// Narrows `query` to that time, so that fewer entries are read: an entry has the same time as its
// request record.
inline void narrow(FeedQuery& query, const BatchSpan& span) {
  query.from = std::max(query.from.value_or(span.first), span.first);
  const Instant end{span.last.us + 1};
  query.to = std::min(query.to.value_or(end), end);
}

}  // namespace patchbay::store
