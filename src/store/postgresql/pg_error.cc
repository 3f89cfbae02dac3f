// SQLSTATE codes and messages.
#include "store/postgresql/pg_error.h"

#include <algorithm>
#include <string_view>

namespace patchbay::store::postgresql {
namespace {

std::string_view field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text ? text : "";
}

// serialization_failure, deadlock_detected, and not_null_violation, which means that a customer
// changed since it was read (change_statements.cc).
constexpr std::string_view kConflicts[] = {"40001", "40P01", "23502"};
// lock_not_available and query_canceled.
constexpr std::string_view kTooLong[] = {"55P03", "57014"};
constexpr std::string_view kRules = "23";
// duplicate_table and duplicate_object: another node created the same object at the same time.
constexpr std::string_view kMadeTwice[] = {"42P07", "42710"};
// The error for a prepared statement if a pooler gives each transaction another session.
constexpr std::string_view kLostStatement = "26000";
constexpr std::string_view kStatementThere = "42P05";

}  // namespace

PgError to_pg_error(const PGresult* refusal) {
  const std::string_view state = field(refusal, PG_DIAG_SQLSTATE);
  PgError out{.text = to_one_line(PQresultErrorMessage(refusal)),
              .is_conflict = std::ranges::find(kConflicts, state) != std::end(kConflicts),
              .breaks_a_rule = state.starts_with(kRules) ||
                               std::ranges::find(kMadeTwice, state) != std::end(kMadeTwice),
              .took_too_long = std::ranges::find(kTooLong, state) != std::end(kTooLong)};
  if (state == kLostStatement || state == kStatementThere)
    out.text += std::string("; ") + kKeepToSessions;
  return out;
}

bool is_warning(const PGresult* notice) {
  return field(notice, PG_DIAG_SEVERITY_NONLOCALIZED) == "WARNING";
}

bool is_commit(const PGresult* answer) {
  return std::string_view(PQcmdStatus(const_cast<PGresult*>(answer))) == "COMMIT";
}

std::string to_one_line(const char* message) {
  std::string out(message ? message : "");
  while (out.ends_with('\n')) out.pop_back();
  std::ranges::replace(out, '\n', ' ');
  return out.empty() ? "the connection to the database was lost" : out;
}

}  // namespace patchbay::store::postgresql
