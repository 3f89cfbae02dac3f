// Counts what a file of recent traffic holds, beside the server that writes it.
#include "app/traffic/traffic_file.h"
#include "app/traffic/traffic_rows.h"
#include "store/sql/engine/rows.h"
#include "store/sqlite/connection.h"

namespace patchbay::app {

std::expected<TrafficFile::Kept, std::string> TrafficFile::count_kept(
    const std::filesystem::path& file, Instant now, Options options) {
  if (std::error_code none; !std::filesystem::exists(file, none)) return Kept{};
  try {
    store::sqlite::SqliteConnection connection({.file = file, .vfs = {}, .wal_pages_max = 0},
                                               store::sqlite::Role::reader);
    if (traffic_version(connection) != kTrafficVersion) return Kept{};
    const std::int64_t last = newest_traffic(connection) - static_cast<std::int64_t>(options.keep);
    store::sql::Rows rows = store::sql::select(
        connection, "SELECT COUNT(*), COALESCE(SUM(number <= $1 OR time_us < $2), 0) FROM traffic",
        last, options.oldest_us(now));
    return rows.next() ? Kept{.all = rows.whole(0), .old = rows.whole(1)} : Kept{};
  } catch (const std::exception& error) {
    return std::unexpected("recent requests cannot be read in " + file.string() + ": " +
                           error.what());
  }
}

}  // namespace patchbay::app
