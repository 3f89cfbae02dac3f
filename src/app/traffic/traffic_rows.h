// Rows of the file of recent traffic.
#pragma once

#include <string>
#include <string_view>

#include "core/call/traffic.h"
#include "store/sql/engine/rows.h"

namespace patchbay::app {

// The columns in the order in which rows are written and read.
inline constexpr std::string_view kTrafficColumns =
    "request, time_us, us, door, method, target, call, source, principal, principal_name, home, "
    "status, problem, problems, customer, changes, sent_type, sent, sent_omitted, replied_type, "
    "replied, replied_omitted";

// The problems of a record as a row holds them.
[[nodiscard]] std::string problems_text(const core::TrafficRecord& record);
// The record of a row; `first` is the column of `request`.
[[nodiscard]] core::TrafficRecord traffic_record_of(const store::sql::Rows& rows, int first);

}  // namespace patchbay::app
