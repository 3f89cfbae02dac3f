// Epochs, and the cache of one epoch.
#include "store/sql/engine/metadata_cache.h"

#include "store/sql/engine/rows.h"
#include "store/sql/engine/schema.h"

namespace patchbay::store::sql {

std::int64_t epoch_of(Connection& connection) {
  Rows rows = select(connection, "SELECT value FROM meta WHERE name = 'edition'");
  return rows.next() ? rows.whole(0) : kNoEpoch;
}

// A random number, not a counter: after a failover, the next count could repeat the number of a
// commit that was lost.
void begin_epoch(Connection& connection, Random& random) {
  execute(connection, "UPDATE meta SET value = $1 WHERE name = 'edition'", random_number(random));
}

void MetadataCache::check_schema_usable(Connection& connection, std::int64_t epoch) {
  if (epoch == checked_) return;
  if (const auto why = unusable(connection)) throw Unavailable(*why);
  checked_ = epoch;
}

bool MetadataCache::may_cache_in(std::int64_t epoch) {
  if (epoch == kNoEpoch) return false;
  if (epoch == epoch_) return true;
  principals_.clear();
  named_.clear();
  references_.clear();
  tokens_.clear();
  live_.clear();
  epoch_ = epoch;
  return true;
}

void MetadataCache::add(std::int64_t epoch, const Principal& principal) {
  add_to(epoch, principals_, principal.id, principal);
  if (!principal.deleted) add_to(epoch, named_, principal.name, principal);
}

}  // namespace patchbay::store::sql
