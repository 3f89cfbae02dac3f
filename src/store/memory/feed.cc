// The feed, by the numbers that entries were given.
#include <algorithm>

#include "store/memory/reader.h"
#include "store/order.h"

namespace patchbay::store::memory {
namespace {

const Entry* entry_at(const State& state, std::int64_t number) {
  const auto* key = state.feed.find(number);
  const auto* entry = key ? state.entries.find(*key) : nullptr;
  return entry ? entry->get() : nullptr;
}

Position position(const State& state, std::int64_t number) {
  const Entry* entry = entry_at(state, number);
  if (!entry) return {};
  return {.entry = number, .mark = entry->hash.substr(0, Position::kMarkBytes)};
}

// What one request changed: an entry, or none; and where the feed now ends.
FeedPage of_request(const State& state, const FeedQuery& query, const Customer& top) {
  FeedPage out{.next = position(state, state.entry_max)};
  state.feed.walk_after(query.after->entry, [&](std::int64_t number, const auto& key) {
    const Customer& customer = *state.customers.find(key.first);
    const Entry& entry = **state.entries.find(key);
    if (entry.by.request == query.request && customer.path.starts_with(top.path) &&
        admits(query, entry.by.door, entry.by.principal, entry.by.time))
      out.entries.push_back(
          {.position = position(state, number), .uuid = customer.record->uuid, .entry = entry});
    return out.entries.empty();
  });
  return out;
}

}  // namespace

FeedPage read_feed(const State& state, const FeedQuery& query) {
  const Position begin = query.after.value_or(position(state, state.entry_max));
  if (begin != position(state, begin.entry)) return {.lost = true};
  FeedPage out{.next = begin};
  const Customer* top = state.customers.find(query.below);
  if (!query.after || !top) return out;
  if (!query.request.nil()) return of_request(state, query, *top);
  const std::size_t limit = std::min(query.limit, kPageMax);
  std::size_t looks = 0;
  state.feed.walk_after(begin.entry, [&](std::int64_t number, const auto& key) {
    out.more = looks++ == query.looks_max || out.entries.size() == limit;
    if (out.more) return false;
    const Customer& customer = *state.customers.find(key.first);
    const Entry& entry = **state.entries.find(key);
    if (is_past(query, entry.by.time)) return false;
    out.next = position(state, number);
    if (admits(query, entry.by.door, entry.by.principal, entry.by.time) &&
        customer.path.starts_with(top->path))
      out.entries.push_back({.position = out.next, .uuid = customer.record->uuid, .entry = entry});
    return true;
  });
  return out;
}

}  // namespace patchbay::store::memory
