// Editions, and what is kept of one.
#include "store/sql/catalogue.h"

#include <random>

#include "store/sql/rows.h"

namespace patchbay::store::sql {

std::int64_t edition_of(Connection& connection) {
  Rows rows = select(connection, "SELECT value FROM meta WHERE name = 'edition'");
  return rows.next() ? rows.whole(0) : kNoEdition;
}

// By chance and not by counting: after a failover the next number could stand for another change
// than the one that was lost.
void begin_edition(Connection& connection) {
  thread_local std::mt19937_64 random{std::random_device{}()};
  execute(connection, "UPDATE meta SET value = $1 WHERE name = 'edition'",
          static_cast<std::int64_t>(random() >> 1));
}

bool Catalogue::enter(std::int64_t edition) {
  if (edition == kNoEdition) return false;
  if (edition == edition_) return true;
  principals_.clear();
  named_.clear();
  references_.clear();
  edition_ = edition;
  return true;
}

void Catalogue::keep(std::int64_t edition, const Principal& principal) {
  const std::lock_guard lock(mutex_);
  if (!enter(edition)) return;
  if (principals_.size() >= kKeptMax) {
    principals_.clear();
    named_.clear();
  }
  principals_.insert_or_assign(principal.id, principal);
  if (!principal.deleted) named_.insert_or_assign(principal.name, principal);
}

void Catalogue::keep(std::int64_t edition, const Reference& reference) {
  const std::lock_guard lock(mutex_);
  if (!enter(edition)) return;
  if (references_.size() >= kKeptMax) references_.clear();
  references_.insert_or_assign({reference.kind, reference.id}, reference);
}

}  // namespace patchbay::store::sql
