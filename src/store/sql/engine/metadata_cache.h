// Cache of data that every request needs: principals, references, tokens and live customers.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/random.h"
#include "record/admin/principal.h"
#include "record/admin/reference.h"
#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

// Returns the epoch of the transaction. A new epoch, with a random number, begins with each change
// of a principal or reference, each removal of a token, each deletion of a customer and each schema
// step, on any node. Data read in an epoch is valid for the whole epoch. `random` must give every
// node of a database other numbers, or a new epoch could have the number of an earlier one.
[[nodiscard]] std::int64_t epoch_of(Connection& connection);
void begin_epoch(Connection& connection, Random& random);

// The epoch in which nothing is cached, because the transaction itself may change the data.
inline constexpr std::int64_t kNoEpoch = -1;

// Holds at most kEntriesMax of each kind; does not cache that an entry is missing. Threads: any.
class MetadataCache {
 public:
  static constexpr std::size_t kEntriesMax = 1024;

  [[nodiscard]] std::optional<Principal> principal(std::int64_t epoch, std::int64_t id) const {
    return find(epoch, principals_, id);
  }
  [[nodiscard]] std::optional<Principal> principal(std::int64_t epoch,
                                                   std::string_view name) const {
    return find(epoch, named_, std::string(name));
  }
  [[nodiscard]] std::optional<Reference> reference(std::int64_t epoch, ReferenceKind kind,
                                                   std::int64_t id) const {
    return find(epoch, references_, std::pair(kind, id));
  }
  // The epoch of what is cached; kNoEpoch if nothing is.
  [[nodiscard]] std::int64_t epoch() const {
    const std::lock_guard lock(mutex_);
    return epoch_;
  }
  // May return an expired token.
  [[nodiscard]] std::optional<Token> token(std::int64_t epoch, std::string_view hash) const {
    return find(epoch, tokens_, std::string(hash));
  }
  [[nodiscard]] bool is_live(std::int64_t epoch, CustomerId id) const {
    return find(epoch, live_, id).has_value();
  }

  // To be called at the start of a transaction. Throws Unavailable if the epoch began with a schema
  // that this version cannot use.
  void check_schema_usable(Connection& connection, std::int64_t epoch);

  void add(std::int64_t epoch, const Principal& principal);
  void add(std::int64_t epoch, const Reference& reference) {
    add_to(epoch, references_, std::pair(reference.kind, reference.id), reference);
  }
  void add(std::int64_t epoch, const Token& token) { add_to(epoch, tokens_, token.hash, token); }
  void add_live(std::int64_t epoch, CustomerId id) { add_to(epoch, live_, id, true); }

 private:
  template <class Key, class Row>
  [[nodiscard]] std::optional<Row> find(std::int64_t epoch, const std::map<Key, Row>& entries,
                                        const Key& key) const {
    const std::lock_guard lock(mutex_);
    if (epoch != epoch_) return std::nullopt;
    const auto found = entries.find(key);
    return found == entries.end() ? std::nullopt : std::optional(found->second);
  }
  template <class Key, class Row>
  void add_to(std::int64_t epoch, std::map<Key, Row>& entries, Key key, const Row& row) {
    const std::lock_guard lock(mutex_);
    if (!may_cache_in(epoch)) return;
    if (entries.size() >= kEntriesMax) entries.clear();
    entries.insert_or_assign(std::move(key), row);
  }
  // Must be called under the lock. Whether data of this epoch may be cached.
  [[nodiscard]] bool may_cache_in(std::int64_t epoch);

  std::atomic<std::int64_t> checked_ = kNoEpoch;
  mutable std::mutex mutex_;
  std::int64_t epoch_ = kNoEpoch;
  std::map<std::int64_t, Principal> principals_;
  std::map<std::string, Principal> named_;  // live principals by name
  std::map<std::pair<ReferenceKind, std::int64_t>, Reference> references_;
  std::map<std::string, Token> tokens_;
  std::map<CustomerId, bool> live_;
};

}  // namespace patchbay::store::sql
