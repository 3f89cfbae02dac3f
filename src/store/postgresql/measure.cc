// Asks the primary for the size of the database and for its standbys. Without the role pg_monitor,
// PostgreSQL does not tell how far standbys are behind.
#include "store/postgresql/measure.h"

#include "store/postgresql/hosts.h"
#include "store/sql/engine/measure.h"
#include "store/sql/engine/rows.h"

namespace patchbay::store::postgresql {
namespace {

constexpr Bounds kMeasuring{.answer_ms = 5000};

}  // namespace

Footprint measure(const std::string& url) {
  Hosts hosts(url);
  const auto connection = hosts.newest(kMeasuring);
  Footprint out;
  sql::measure(*connection, out);
  {
    sql::Rows rows = sql::select(*connection, "SELECT pg_database_size(current_database())");
    if (rows.next()) out.bytes = static_cast<std::uint64_t>(rows.whole(0));
  }
  sql::Rows rows = sql::select(*connection,
                               "SELECT CAST(max(EXTRACT(EPOCH FROM replay_lag)) AS BIGINT) "
                               "FROM pg_stat_replication");
  if (rows.next() && !rows.null(0)) out.standby_lag_s = rows.whole(0);
  return out;
}

}  // namespace patchbay::store::postgresql
