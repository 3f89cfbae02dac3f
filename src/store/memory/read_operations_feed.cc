// Reads the feed by entry numbers.
#include <algorithm>

#include "store/batch_span.h"
#include "store/list_order.h"
#include "store/memory/read_operations.h"

namespace patchbay::store::memory {
namespace {

const Entry* entry_at(const State& state, std::int64_t number) {
  const auto* key = state.feed.find(number);
  const auto* entry = key ? state.entries.find(*key) : nullptr;
  return entry ? entry->get() : nullptr;
}

FeedPosition position(const State& state, std::int64_t number) {
  const Entry* entry = entry_at(state, number);
  if (!entry) return {};
  return {.entry = number, .mark = entry->hash.substr(0, FeedPosition::kMarkBytes)};
}

// Returns the entry that one request made, if any, and the end of the feed.
FeedPage of_request(const State& state, const FeedQuery& query, std::int64_t after,
                    const Customer& top) {
  FeedPage out{.next = position(state, state.entry_max)};
  const RequestRecord* request_record = state.requests.find(query.request);
  if (!request_record || !request_record->changed) return out;
  state.feed.walk_after(after, [&](std::int64_t number, const auto& key) {
    if (key != std::pair(request_record->customer, request_record->version)) return true;
    const Customer& customer = *state.customers.find(key.first);
    const Entry& entry = **state.entries.find(key);
    if (customer.path.starts_with(top.path) &&
        matches_filters(query, entry.by.door, entry.by.principal, entry.by.time))
      out.entries.push_back(
          {.position = position(state, number), .uuid = customer.record->uuid, .entry = entry});
    return false;
  });
  return out;
}

std::optional<BatchSpan> span_of(const State& state, const Uuid& batch) {
  std::optional<BatchSpan> out;
  state.requests.walk([&](const Uuid&, const RequestRecord& request_record) {
    if (request_record.batch != batch || !request_record.changed) return true;
    const Instant time = request_record.time;
    if (!out) out = BatchSpan{time, time};
    out->first = std::min(out->first, time);
    out->last = std::max(out->last, time);
    return true;
  });
  return out;
}

// `batch` may be nil: any.
bool is_of(const State& state, const Uuid& request, const Uuid& batch) {
  if (batch.is_nil()) return true;
  const RequestRecord* found = state.requests.find(request);
  return found && found->batch == batch;
}

}  // namespace

FeedPage read_feed(const State& state, const FeedQuery& connection_for) {
  FeedQuery query = connection_for;
  const FeedPosition begin = query.after.value_or(position(state, state.entry_max));
  if (begin != position(state, begin.entry)) return {.lost = true};
  FeedPage out{.next = begin};
  const Customer* top = state.customers.find(query.below);
  if (!query.after || !top) return out;
  if (!query.request.is_nil()) return of_request(state, query, begin.entry, *top);
  if (!query.batch.is_nil()) {
    const auto span = span_of(state, query.batch);
    if (!span) {
      out.next = position(state, state.entry_max);
      return out;
    }
    narrow(query, *span);
  }
  const std::size_t limit = std::min(query.limit, kPageMax);
  std::size_t looks = 0;
  state.feed.walk_after(begin.entry, [&](std::int64_t number, const auto& key) {
    out.more = looks++ == query.looks_max || out.entries.size() == limit;
    if (out.more) return false;
    const Customer& customer = *state.customers.find(key.first);
    const Entry& entry = **state.entries.find(key);
    if (is_past(query, entry.by.time)) return false;
    out.next = position(state, number);
    if (matches_filters(query, entry.by.door, entry.by.principal, entry.by.time) &&
        customer.path.starts_with(top->path) && is_of(state, entry.by.request, query.batch))
      out.entries.push_back({.position = out.next, .uuid = customer.record->uuid, .entry = entry});
    return true;
  });
  return out;
}

}  // namespace patchbay::store::memory
