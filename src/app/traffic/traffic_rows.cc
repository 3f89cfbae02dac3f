// Converts records of traffic to rows and back, and writes and reads these.
#include "app/traffic/traffic_rows.h"

#include "wire/json.h"

namespace patchbay::app {
namespace {

using store::sql::execute;
using store::sql::Rows;
using store::sql::select;

std::vector<std::pair<std::string, std::string>> problems_of(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto tree = wire::json::parse(text);
  if (!tree || !tree->array()) return out;
  for (const wire::Tree& each : *tree->array()) {
    const wire::Tree* field = each.find("field");
    const wire::Tree* what = each.find("detail");
    if (field && what && field->text() && what->text())
      out.emplace_back(*field->text(), *what->text());
  }
  return out;
}

std::string problems_text(const core::TrafficRecord& record) {
  wire::Array out;
  for (const auto& [field, what] : record.problems)
    out.emplace_back(wire::Object{{"field", field}, {"detail", what}});
  return wire::json::write(wire::Tree(std::move(out)));
}

}  // namespace

core::TrafficRecord traffic_record_of(const store::sql::Rows& rows, int first) {
  const auto text = [&](int column) { return rows.text(first + column); };
  const auto whole = [&](int column) { return rows.whole(first + column); };
  return {.request = rows.uuid(first),
          .time = {whole(1)},
          .us = whole(2),
          .door = text(3),
          .method = text(4),
          .target = text(5),
          .call = text(6),
          .source = text(7),
          .principal = whole(8),
          .principal_name = text(9),
          .home = {whole(10)},
          .status = static_cast<int>(whole(11)),
          .problem = text(12),
          .problems = problems_of(rows.view(first + 13)),
          .customer = {whole(14)},
          .changes = text(15),
          .sent = {text(16), text(17), text(18)},
          .replied = {text(19), text(20), text(21)}};
}

void insert_traffic(store::sql::Connection& connection, const core::TrafficRecord& record) {
  static const std::string kSql = [] {
    std::string sql = "INSERT INTO traffic (" + std::string(kTrafficColumns) + ") VALUES (";
    for (int i = 1; i <= 22; ++i) sql += (i > 1 ? ", $" : "$") + std::to_string(i);
    return sql + ") RETURNING number";
  }();
  const std::string request = record.request.text();
  const std::string problems = problems_text(record);
  std::int64_t number = 0;
  {
    Rows rows =
        select(connection, kSql, request, record.time, record.us, record.door, record.method,
               record.target, record.call, record.source, record.principal, record.principal_name,
               record.home, std::int64_t{record.status}, record.problem, problems, record.customer,
               record.changes, record.sent.type, record.sent.text, record.sent.omitted,
               record.replied.type, record.replied.text, record.replied.omitted);
    if (rows.next()) number = rows.whole(0);
  }
  if (record.problem.empty()) return;
  const auto add = [&](std::string_view field) {
    execute(connection,
            "INSERT INTO problems (number, time_us, home, door, problem, field) "
            "VALUES ($1, $2, $3, $4, $5, $6)",
            number, record.time, record.home, record.door, record.problem, field);
  };
  if (record.problems.empty()) add("");
  for (const auto& [field, what] : record.problems) add(field);
}

std::int64_t traffic_version(store::sql::Connection& connection) {
  Rows rows = select(connection, "PRAGMA user_version");
  return rows.next() ? rows.whole(0) : 0;
}

std::int64_t newest_traffic(store::sql::Connection& connection) {
  Rows rows = select(connection, "SELECT COALESCE(MAX(number), 0) FROM traffic");
  return rows.next() ? rows.whole(0) : 0;
}

std::vector<NumberedTraffic> traffic_after(store::sql::Connection& connection, std::int64_t after,
                                           std::int64_t last, std::int64_t limit) {
  static const std::string kSql =
      "SELECT number, " + std::string(kTrafficColumns) +
      " FROM traffic WHERE number > $1 AND number <= $2 ORDER BY number LIMIT $3";
  std::vector<NumberedTraffic> out;
  Rows rows = select(connection, kSql, after, last, limit);
  while (rows.next()) out.push_back({rows.whole(0), traffic_record_of(rows, 1)});
  return out;
}

}  // namespace patchbay::app
