// Sets different values in two connections and reads them back.
//
// A pooler that shares sessions gives out either the last used session, so both connections see the
// same value, or the next one, so one connection sees two values. Other clients may use the
// pooler at the same time, so both connections are read several times.
#include "store/postgresql/own_sessions.h"

#include "store/postgresql/pg_error.h"

namespace patchbay::store::postgresql {
namespace {

constexpr int kRounds = 4;
// A setting that all our sessions set and that no pooler tracks for its clients.
constexpr std::string_view kAsked = "statement_timeout";

}  // namespace

void require_own_sessions(PostgresqlConnection& one, const std::string& url, const Host& host,
                          Bounds bounds) {
  ++bounds.answer_ms;
  bounds.use = Use::reading;
  PostgresqlConnection other(url, host, bounds);
  const std::string ours = one.setting(kAsked);
  const std::string theirs = other.setting(kAsked);
  bool own = ours != theirs;
  for (int round = 0; own && round < kRounds; ++round)
    own = one.setting(kAsked) == ours && one.setting(kAsked) == ours &&
          other.setting(kAsked) == theirs && other.setting(kAsked) == theirs;
  if (!own) throw Unavailable(std::string("connections to it share sessions; ") + kKeepToSessions);
}

}  // namespace patchbay::store::postgresql
