// Decoded values of customers, so that a row whose hash is known need not be read and decoded
// again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "record/value/record.h"

namespace patchbay::store::sql {

// Holds values by customer and by the hash of the customer's newest entry. The hash follows from
// the whole history of the customer, so that an entry of this cache is never wrong: it is only no
// longer asked for. Threads: any.
class RecordCache {
 public:
  // `bytes_max` is about the memory that the values may take; 0 caches nothing.
  explicit RecordCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  [[nodiscard]] std::optional<Values> find(CustomerId id, std::string_view hash);
  // `stored_bytes` is the length of the values as they are stored.
  void add(CustomerId id, std::string_view hash, const Values& values, std::size_t stored_bytes);

 private:
  struct Entry {
    std::string hash;
    Values values;
    std::size_t bytes = 0;
  };
  using Entries = std::unordered_map<std::int64_t, Entry>;

  // Must be called under the lock.
  void put(std::int64_t id, Entry entry);

  const std::size_t bytes_max_;
  std::mutex mutex_;
  // Entries used since the last turn, and those used before. When the young ones fill half of the
  // memory, they become the old ones, and the old ones go.
  Entries young_;
  Entries old_;
  std::size_t young_bytes_ = 0;
};

}  // namespace patchbay::store::sql
