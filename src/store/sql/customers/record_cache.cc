// Two generations of entries, which together stay within the bound.
#include "store/sql/customers/record_cache.h"

#include <utility>

namespace patchbay::store::sql {
namespace {

// Decoded values take some four times as much memory as their stored form, and an entry takes some
// bytes more.
constexpr std::size_t kTimesStored = 4;
constexpr std::size_t kEntryBytes = 256;

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
  Entry entry{.hash = std::string(hash),
              .values = values,
              .bytes = stored_bytes * kTimesStored + kEntryBytes};
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
