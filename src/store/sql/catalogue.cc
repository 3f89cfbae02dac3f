// Editions, and what is kept of one.
#include "store/sql/catalogue.h"

#include <random>

#include "store/sql/rows.h"
#include "store/sql/schema.h"

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

void Catalogue::check(Connection& connection, std::int64_t edition) {
  if (edition == checked_) return;
  if (const auto why = unusable(connection)) throw Unavailable(*why);
  checked_ = edition;
}

bool Catalogue::enter(std::int64_t edition) {
  if (edition == kNoEdition) return false;
  if (edition == edition_) return true;
  principals_.clear();
  named_.clear();
  references_.clear();
  tokens_.clear();
  live_.clear();
  edition_ = edition;
  return true;
}

void Catalogue::keep(std::int64_t edition, const Principal& principal) {
  keep_in(edition, principals_, principal.id, principal);
  if (!principal.deleted) keep_in(edition, named_, principal.name, principal);
}

}  // namespace patchbay::store::sql
