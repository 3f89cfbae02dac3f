// EXPLAIN, and reading what it says.
#include "store/plans.h"

#include <memory>
#include <sstream>
#include <stdexcept>

#include <libpq-fe.h>
#include <sqlite3.h>

namespace patchbay::store {
namespace {

bool holds(const std::string& line, std::string_view words) {
  return line.find(words) != std::string::npos;
}

// Constant rows are those that the statement itself brings.
bool is_excess_in_sqlite(const std::string& step) {
  return (step.starts_with("SCAN ") && !holds(step, "CONSTANT ROW")) ||
         holds(step, "TEMP B-TREE") || holds(step, "AUTOMATIC");
}

std::string without_margin(const std::string& line) {
  const auto begin = line.find_first_not_of(" ->");
  return begin == std::string::npos ? std::string() : line.substr(begin);
}

// A node of a plan with what is said below it, and without its costs.
struct Node {
  std::string what;
  std::string details;
};

std::vector<Node> nodes_of(const std::vector<std::string>& lines) {
  std::vector<Node> out;
  for (const std::string& line : lines) {
    const auto costs = line.find("  (cost=");
    if (costs != std::string::npos)
      out.push_back({without_margin(line.substr(0, costs)), {}});
    else if (!out.empty())
      out.back().details += without_margin(line) + '\n';
  }
  return out;
}

bool is_excess_in_postgresql(const Node& node) { return node.what.starts_with("Seq Scan"); }

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
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

std::vector<std::string> excesses_in_postgresql(const std::string& url, const std::string& sql) {
  const Connection connection(PQconnectdb(url.c_str()), &PQfinish);
  ask(connection.get(),
      "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; "
      "SET plan_cache_mode = force_generic_plan");
  ask(connection.get(), "PREPARE explained AS " + sql);
  std::string arguments;
  for (std::size_t i = arguments_of(sql); i > 0; --i) arguments += i > 1 ? "NULL, " : "NULL";
  const Answer plan =
      ask(connection.get(), "EXPLAIN EXECUTE explained" +
                                (arguments.empty() ? std::string() : "(" + arguments + ")"));
  std::vector<std::string> lines;
  for (int row = 0; row < PQntuples(plan.get()); ++row)
    lines.emplace_back(PQgetvalue(plan.get(), row, 0));
  std::vector<std::string> out;
  for (const Node& node : nodes_of(lines))
    if (is_excess_in_postgresql(node)) out.push_back(node.what);
  return out;
}

}  // namespace patchbay::store
