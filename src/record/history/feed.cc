// Filters of the feed.
#include "record/history/feed.h"

namespace patchbay {

bool matches_filters(const FeedQuery& query, std::string_view door, std::string_view principal,
                     Instant time) {
  return (query.door.empty() || door == query.door) &&
         (query.principal.empty() || principal == query.principal) &&
         (!query.from || time >= *query.from) && (!query.to || time < *query.to);
}

bool is_past(const FeedQuery& query, Instant time) {
  return query.to && time >= query.to->plus_seconds(kClocksApartSeconds);
}

}  // namespace patchbay
