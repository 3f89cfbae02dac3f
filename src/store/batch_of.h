// Selects the entries of the feed that one batch made.
#pragma once

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "record/history/feed.h"
#include "record/history/request_record.h"

namespace patchbay::store {

// The requests whose entries are selected; nothing: all requests.
struct BatchOf {
  std::optional<std::set<Uuid>> requests{};
  [[nodiscard]] bool has(const Uuid& request) const {
    return !requests || requests->contains(request);
  }
};

[[nodiscard]] inline RequestQuery requests_of(const Uuid& batch) {
  RequestQuery out{.limit = 10'001};
  out.batch = batch;
  return out;
}

// Selects the requests in `notes` that changed something. Narrows `query` to their time range, so
// that fewer entries are read: an entry has the same time as its request record.
[[nodiscard]] inline BatchOf batch_of(const std::vector<RequestRecord>& notes, FeedQuery& query) {
  BatchOf out{std::set<Uuid>()};
  Instant first{INT64_MAX};
  Instant last{INT64_MIN};
  for (const RequestRecord& note : notes) {
    if (!note.changed) continue;
    out.requests->insert(note.id);
    first = std::min(first, note.time);
    last = std::max(last, note.time);
  }
  if (out.requests->empty()) return out;
  query.from = std::max(query.from.value_or(first), first);
  const Instant end{last.us + 1};
  query.to = std::min(query.to.value_or(end), end);
  return out;
}

}  // namespace patchbay::store
