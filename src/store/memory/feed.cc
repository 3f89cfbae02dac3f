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

}  // namespace

FeedPage read_feed(const State& state, const FeedQuery& query) {
  const Position begin = query.after.value_or(position(state, state.entry_max));
  if (begin != position(state, begin.entry)) return {.lost = true};
  FeedPage out{.next = begin};
  const Customer* top = state.customers.find(query.below);
  if (!query.after || !top) return out;
  const std::size_t limit = std::min(query.limit, kPageMax);
  std::size_t looks = 0;
  state.feed.walk_after(begin.entry, [&](std::int64_t number, const auto& key) {
    out.more = looks++ == query.looks_max || out.entries.size() == limit;
    if (out.more) return false;
    out.next = position(state, number);
    const Customer& customer = *state.customers.find(key.first);
    const Entry& entry = **state.entries.find(key);
    if ((query.door.empty() || entry.by.door == query.door) &&
        (query.principal.empty() || entry.by.principal == query.principal) &&
        customer.path.starts_with(top->path))
      out.entries.push_back({.position = out.next, .uuid = customer.record->uuid, .entry = entry});
    return true;
  });
  return out;
}

}  // namespace patchbay::store::memory
