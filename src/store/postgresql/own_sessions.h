// Whether a connection is a session: a pooler may lend each transaction another one.
#pragma once

#include "store/postgresql/connection.h"

namespace patchbay::store::postgresql {

// Throws Unavailable where what is set in one connection to `host` is there for another, or is not
// there for itself: then no deadline and no promise of a commit that was set would hold. Opens a
// second connection beside `one` for as long as it takes.
void require_own_sessions(PostgresqlConnection& one, const std::string& url, const Host& host,
                          Bounds bounds);

}  // namespace patchbay::store::postgresql
