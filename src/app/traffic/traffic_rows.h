// Rows of the file of recent traffic.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/call/traffic.h"
#include "store/sql/engine/rows.h"

namespace patchbay::app {

// The columns in the order in which rows are written and read.
inline constexpr std::string_view kTrafficColumns =
    "request, time_us, us, door, method, target, call, source, principal, principal_name, home, "
    "status, problem, problems, customer, changes, sent_type, sent, sent_omitted, replied_type, "
    "replied, replied_omitted";

// The record of a row; `first` is the column of `request`.
[[nodiscard]] core::TrafficRecord traffic_record_of(const store::sql::Rows& rows, int first);

// These throw what the store throws.
void insert_traffic(store::sql::Connection& connection, const core::TrafficRecord& record);
// The highest number of a record; 0 if there is none.
// A file of another version is replaced.
inline constexpr std::int64_t kTrafficVersion = 1;
[[nodiscard]] std::int64_t traffic_version(store::sql::Connection& connection);

[[nodiscard]] std::int64_t newest_traffic(store::sql::Connection& connection);
struct NumberedTraffic {
  std::int64_t number = 0;
  core::TrafficRecord record;
};
// At most `limit` records above `after`, up to `last`, the oldest first.
[[nodiscard]] std::vector<NumberedTraffic> traffic_after(store::sql::Connection& connection,
                                                         std::int64_t after, std::int64_t last,
                                                         std::int64_t limit);

}  // namespace patchbay::app
