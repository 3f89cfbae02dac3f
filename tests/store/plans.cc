// Runs EXPLAIN and reads its output.
#include "store/plans.h"

#include <memory>
#include <regex>
#include <sstream>
#include <stdexcept>

#include <libpq-fe.h>
#include <sqlite3.h>

namespace patchbay::store {
namespace {

bool holds(const std::string& line, std::string_view words) {
  return line.find(words) != std::string::npos;
}

// SQLite calls every read of a virtual table a scan. Behind the name stands what the table is asked
// for: FTS5 for a MATCH (M); fts5vocab for one term (bit 1), or for terms from one (2) to one (4).
bool is_search_in_virtual_table(const std::string& step) {
  static const std::regex kAsked(R"( VIRTUAL TABLE INDEX (\d+):(.*)$)");
  std::smatch asked;
  if (!std::regex_search(step, asked, kAsked)) return false;
  const int bits = std::stoi(asked.str(1));
  return asked.str(2).empty() ? bits == 1 || bits == 6 : asked.str(2).starts_with('M');
}

// Constant rows are the values in the statement itself.
bool is_excess_in_sqlite(const std::string& step) {
  return (step.starts_with("SCAN ") && !holds(step, "CONSTANT ROW") &&
          !is_search_in_virtual_table(step)) ||
         holds(step, "TEMP B-TREE") || holds(step, "AUTOMATIC");
}

std::string without_margin(const std::string& line) {
  const auto begin = line.find_first_not_of(" ->");
  return begin == std::string::npos ? std::string() : line.substr(begin);
}

using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

Answer ask(PGconn* connection, const std::string& sql) {
  Answer answer(PQexec(connection, sql.c_str()), &PQclear);
  const ExecStatusType status = PQresultStatus(answer.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    throw std::runtime_error(PQerrorMessage(connection) + sql);
  return answer;
}

std::size_t arguments_of(const std::string& sql) {
  std::size_t most = 0;
  for (auto at = sql.find('$'); at != std::string::npos; at = sql.find('$', at + 1))
    most = std::max<std::size_t>(most, std::strtoul(sql.c_str() + at + 1, nullptr, 10));
  return most;
}

}  // namespace

std::vector<std::string> excesses_in_sqlite(const std::filesystem::path& file,
                                            const std::string& sql) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> handle(opened, &sqlite3_close);
  sqlite3_stmt* made = nullptr;
  const std::string explain = "EXPLAIN QUERY PLAN " + sql;
  if (code != SQLITE_OK ||
      sqlite3_prepare_v2(opened, explain.c_str(), -1, &made, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(opened) + (": " + sql));
  const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(made,
                                                                             &sqlite3_finalize);
  constexpr int kStep = 3;
  std::vector<std::string> out;
  while (sqlite3_step(made) == SQLITE_ROW) {
    const std::string step = reinterpret_cast<const char*>(sqlite3_column_text(made, kStep));
    if (is_excess_in_sqlite(step)) out.push_back(step);
  }
  return out;
}

PostgresqlPlans::PostgresqlPlans(const std::string& url)
    : connection_(PQconnectdb(url.c_str()), &PQfinish) {
  ask(connection_.get(),
      "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; "
      "SET plan_cache_mode = force_generic_plan");
}

std::vector<std::string> PostgresqlPlans::excesses(const std::string& sql) const {
  ask(connection_.get(), "DEALLOCATE ALL");
  ask(connection_.get(), "PREPARE explained AS " + sql);
  std::string arguments;
  for (std::size_t i = arguments_of(sql); i > 0; --i) arguments += i > 1 ? "NULL, " : "NULL";
  const Answer plan =
      ask(connection_.get(), "EXPLAIN (COSTS OFF) EXECUTE explained" +
                                 (arguments.empty() ? std::string() : "(" + arguments + ")"));
  std::vector<std::string> out;
  for (int row = 0; row < PQntuples(plan.get()); ++row) {
    const std::string node = without_margin(PQgetvalue(plan.get(), row, 0));
    if (node.starts_with("Seq Scan")) out.push_back(node);
  }
  return out;
}

}  // namespace patchbay::store
