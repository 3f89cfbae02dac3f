// Detects poolers that give each transaction another session.
#pragma once

#include "store/postgresql/connection.h"

namespace patchbay::store::postgresql {

// Throws Unavailable if a setting made in one connection to `host` is seen by another, or is lost:
// then the timeouts and commit settings of a session would not apply. Opens a second connection in
// addition to `one` during the check.
void require_own_sessions(PostgresqlConnection& one, const std::string& url, const Host& host,
                          Bounds bounds);

}  // namespace patchbay::store::postgresql
