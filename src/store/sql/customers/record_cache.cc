// Two generations of entries, which together stay within the bound.
#include "store/sql/customers/record_cache.h"

#include <utility>

namespace patchbay::store::sql {
namespace {

// What an entry takes in addition to its values: its hash, and its places in tables and in the
// heap.
constexpr std::size_t kEntryBytes = 256;

// About the memory of values with texts of `stored_bytes`. A value takes a place of one size, and
// there are places for more values.
std::size_t memory_of(const Values& values, std::size_t stored_bytes) {
  std::size_t places = 0;
  for (const Values::Group& each : values.groups()) places += each.capacity();
  return places * sizeof(Values::Item) + stored_bytes + kEntryBytes;
}

}  // namespace

std::optional<Values> RecordCache::find(CustomerId id, std::string_view hash) {
  if (bytes_max_ == 0 || hash.empty()) return std::nullopt;
  const std::lock_guard lock(mutex_);
  if (const auto young = young_.find(id.value); young != young_.end())
    return young->second.hash == hash ? std::optional(young->second.values) : std::nullopt;
  const auto old = old_.find(id.value);
  if (old == old_.end() || old->second.hash != hash) return std::nullopt;
  Values out = old->second.values;
  put(id.value, std::move(old->second));
  return out;
}

void RecordCache::add(CustomerId id, std::string_view hash, const Values& values,
                      std::size_t stored_bytes) {
  if (bytes_max_ == 0 || hash.empty()) return;
  Entry entry{
      .hash = std::string(hash), .values = values, .bytes = memory_of(values, stored_bytes)};
  const std::lock_guard lock(mutex_);
  put(id.value, std::move(entry));
}

void RecordCache::put(std::int64_t id, Entry entry) {
  Entry& place = young_[id];
  young_bytes_ += entry.bytes;
  young_bytes_ -= std::exchange(place, std::move(entry)).bytes;
  if (young_bytes_ * 2 <= bytes_max_) return;
  old_ = std::exchange(young_, {});
  young_bytes_ = 0;
}

}  // namespace patchbay::store::sql
