// Walks through each kind in the order in which the store gives it.
#include "store/retention.h"

#include <set>

namespace patchbay::store {
namespace {

constexpr std::size_t kRowsAtOnce = 1000;
constexpr std::size_t kRequestsAtOnce = 10'000;

void count(RetentionCount& out, bool is_old) {
  ++out.kept;
  out.old += is_old ? 1 : 0;
}

RetentionCount count_history(ReadTransaction& reader, std::optional<Instant> before) {
  RetentionCount out;
  FeedQuery query{.below = kRoot, .limit = kRowsAtOnce};
  for (bool more = true; more;) {
    FeedPage page = reader.feed(query);
    for (const FeedEntry& each : page.entries)
      for (const Difference& one : each.entry.differences)
        if (one.before) count(out, before && each.entry.by.time < *before);
    more = page.more;
    query.after = std::move(page.next);
  }
  return out;
}

void count_requests_of(ReadTransaction& reader, std::int64_t principal, Instant before,
                       RetentionCount& out) {
  RequestQuery query{.batch = {}, .principal = principal, .from = {0}, .to = {INT64_MAX}};
  query.limit = kRequestsAtOnce;
  std::set<Uuid> seen;  // of the time at which the page before ended
  while (true) {
    const auto page = reader.requests(query);
    std::size_t fresh = 0;
    for (const RequestRecord& each : page) {
      if (seen.contains(each.id)) continue;
      ++fresh;
      count(out, each.time < before);
    }
    if (page.size() < kRequestsAtOnce || fresh == 0) return;
    if (query.from != page.back().time) seen.clear();
    query.from = page.back().time;
    for (const RequestRecord& each : page)
      if (each.time == query.from) seen.insert(each.id);
  }
}

RetentionCount count_requests(ReadTransaction& reader, Instant before) {
  RetentionCount out;
  count_requests_of(reader, /*principal=*/0, before, out);  // of local tools
  std::int64_t after = 0;
  while (true) {
    const auto ids = reader.admin_object_ids(std::nullopt, after, kRowsAtOnce);
    for (const std::int64_t id : ids) count_requests_of(reader, id, before, out);
    if (ids.size() < kRowsAtOnce) return out;
    after = ids.back();
  }
}

RetentionCount count_answers(ReadTransaction& reader, Instant before) {
  RetentionCount out;
  std::int64_t principal = 0;
  std::string key;
  while (true) {
    const auto page = reader.idempotency_records(principal, key, kRowsAtOnce);
    for (const IdempotencyRecord& each : page) count(out, each.time < before);
    if (page.size() < kRowsAtOnce) return out;
    principal = page.back().principal;
    key = page.back().key;
  }
}

RetentionCount count_attempts(ReadTransaction& reader, Instant before) {
  RetentionCount out;
  // A key begins with a letter that says what is counted, and no prefix means none.
  for (char letter = 'a'; letter <= 'z'; ++letter)
    for (const Attempts& each :
         reader.attempts(std::string_view(&letter, 1), static_cast<std::size_t>(kAttemptsMax)))
      count(out, each.last < before);
  return out;
}

RetentionCount count_deliveries(ReadTransaction& reader, Instant old_before) {
  RetentionCount out;
  for (const std::int64_t id :
       reader.admin_object_ids(ReferenceKind::webhook, 0, kRequestsAtOnce)) {
    std::int64_t before = INT64_MAX;
    while (true) {
      const auto page = reader.delivery_attempts(id, before, kRowsAtOnce);
      for (const DeliveryAttempt& each : page) count(out, each.time < old_before);
      if (page.size() < kRowsAtOnce) break;
      before = page.back().number;
    }
  }
  return out;
}

}  // namespace

RetentionReport count_retained(ReadTransaction& reader, const RetentionLimits& limits) {
  return {.history = count_history(reader, limits.history_before),
          .requests = count_requests(reader, limits.requests_before),
          .answers = count_answers(reader, limits.answers_before),
          .attempts = count_attempts(reader, limits.attempts_before),
          .deliveries = count_deliveries(reader, limits.deliveries_before)};
}

}  // namespace patchbay::store
