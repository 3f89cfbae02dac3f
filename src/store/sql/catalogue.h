// What every request asks for, as it was read last: who signs in, and what customers refer to.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "record/principal.h"
#include "record/reference.h"
#include "store/sql/driver.h"

namespace patchbay::store::sql {

// The edition that a transaction is in: a number that another takes the place of, which none before
// it had, whenever a principal or a reference is changed, a token removed, a customer deleted or
// the schema taken further. So what was read in one edition is so in the whole of it, whichever
// node changed it.
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
  // Also one whose time has come may be told.
  [[nodiscard]] std::optional<Token> token(std::int64_t edition, std::string_view hash) const {
    return find(edition, tokens_, std::string(hash));
  }
  [[nodiscard]] bool is_live(std::int64_t edition, CustomerId id) const {
    return find(edition, live_, id).has_value();
  }

  // To be called where a transaction begins. Throws Unavailable where the edition began with a
  // schema that this version cannot work with.
  void check(Connection& connection, std::int64_t edition);

  void keep(std::int64_t edition, const Principal& principal);
  void keep(std::int64_t edition, const Reference& reference) {
    keep_in(edition, references_, std::pair(reference.kind, reference.id), reference);
  }
  void keep(std::int64_t edition, const Token& token) {
    keep_in(edition, tokens_, token.hash, token);
  }
  void keep_live(std::int64_t edition, CustomerId id) { keep_in(edition, live_, id, true); }

 private:
  template <class Key, class Row>
  [[nodiscard]] std::optional<Row> find(std::int64_t edition, const std::map<Key, Row>& kept,
                                        const Key& key) const {
    const std::lock_guard lock(mutex_);
    if (edition != edition_) return std::nullopt;
    const auto found = kept.find(key);
    return found == kept.end() ? std::nullopt : std::optional(found->second);
  }
  template <class Key, class Row>
  void keep_in(std::int64_t edition, std::map<Key, Row>& kept, Key key, const Row& row) {
    const std::lock_guard lock(mutex_);
    if (!enter(edition)) return;
    if (kept.size() >= kKeptMax) kept.clear();
    kept.insert_or_assign(std::move(key), row);
  }
  // Within the lock: whether something of this edition may be kept.
  [[nodiscard]] bool enter(std::int64_t edition);

  std::atomic<std::int64_t> checked_ = kNoEdition;
  mutable std::mutex mutex_;
  std::int64_t edition_ = kNoEdition;
  std::map<std::int64_t, Principal> principals_;
  std::map<std::string, Principal> named_;  // those that are not deleted
  std::map<std::pair<Kind, std::int64_t>, Reference> references_;
  std::map<std::string, Token> tokens_;
  std::map<CustomerId, bool> live_;
};

}  // namespace patchbay::store::sql
