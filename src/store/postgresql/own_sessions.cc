// Two connections that are set differently, each asked what it is set to.
//
// Of shared sessions a pooler gives out either the one that was used last, and both connections are
// answered by the same; or the next in turn, and one connection is answered by two. Others may use
// the pooler meanwhile, so both are asked several times.
#include "store/postgresql/own_sessions.h"

#include "store/postgresql/pg_error.h"

namespace patchbay::store::postgresql {
namespace {

constexpr int kRounds = 4;
// Set in every session of ours, and kept by no pooler for its clients.
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
