// Principals and references as they were read last, so that not every request reads them again.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "record/principal.h"
#include "record/reference.h"
#include "store/sql/driver.h"

namespace patchbay::store::sql {

// The edition that a transaction is in: a number that every change of a principal or a reference
// replaces by another, which none before it had. What was read in one edition is so in the whole of
// it, whichever node changed it.
[[nodiscard]] std::int64_t edition_of(Connection& connection);
void begin_edition(Connection& connection);

// The edition of which nothing is kept: what is read in it may change within the transaction.
inline constexpr std::int64_t kNoEdition = -1;

// Keeps so many of each at most; what is not there is not remembered. Threads: any.
class Catalogue {
 public:
  static constexpr std::size_t kKeptMax = 1024;

  [[nodiscard]] std::optional<Principal> principal(std::int64_t edition, std::int64_t id) const {
    return find(edition, principals_, id);
  }
  [[nodiscard]] std::optional<Principal> principal(std::int64_t edition,
                                                   std::string_view name) const {
    return find(edition, named_, std::string(name));
  }
  [[nodiscard]] std::optional<Reference> reference(std::int64_t edition, Kind kind,
                                                   std::int64_t id) const {
    return find(edition, references_, std::pair(kind, id));
  }

  void keep(std::int64_t edition, const Principal& principal);
  void keep(std::int64_t edition, const Reference& reference);

 private:
  template <class Key, class Row>
  [[nodiscard]] std::optional<Row> find(std::int64_t edition, const std::map<Key, Row>& kept,
                                        const Key& key) const {
    const std::lock_guard lock(mutex_);
    if (edition != edition_) return std::nullopt;
    const auto found = kept.find(key);
    return found == kept.end() ? std::nullopt : std::optional(found->second);
  }
  // Within the lock: whether something of this edition may be kept.
  [[nodiscard]] bool enter(std::int64_t edition);

  mutable std::mutex mutex_;
  std::int64_t edition_ = kNoEdition;
  std::map<std::int64_t, Principal> principals_;
  std::map<std::string, Principal> named_;  // those that are not deleted
  std::map<std::pair<Kind, std::int64_t>, Reference> references_;
};

}  // namespace patchbay::store::sql
