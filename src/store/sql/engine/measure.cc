// Reads the schema and the newest entry.
#include "store/sql/engine/measure.h"

#include "store/sql/engine/rows.h"
#include "store/sql/engine/schema.h"

namespace patchbay::store::sql {

void measure(Connection& connection, Footprint& out) {
  out.newest_schema = newest_schema();
  if (!has_schema(connection)) return;
  out.schema = schema_of(connection);
  if (out.schema == 0) return;
  Rows rows = select(connection, "SELECT time_us FROM entries ORDER BY id DESC LIMIT 1");
  if (rows.next()) out.newest_change = rows.instant(0);
}

}  // namespace patchbay::store::sql
