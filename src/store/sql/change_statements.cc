// Texts. What is said of many rows is said of a list of them; their types are told by the first.
#include "store/sql/change_statements.h"

namespace patchbay::store::sql {
namespace {

constexpr std::string_view kNewest = "(SELECT COALESCE(max(id), 0) AS newest FROM entries) AS n";

std::string mark(std::size_t number) { return "$" + std::to_string(number); }

std::string names_of(const std::vector<Cell>& cells, std::string_view before = {}) {
  std::string out;
  for (const Cell& each : cells)
    out.append(out.empty() ? "" : ", ").append(before).append(each.name);
  return out;
}

// As a table called v.
std::string rows_of(const std::vector<Cell>& cells, std::size_t rows) {
  std::string first;
  for (std::size_t i = 0; i < cells.size(); ++i)
    first.append(i > 0 ? ", CAST(" : "CAST(")
        .append(mark(i + 1))
        .append(" AS ")
        .append(cells[i].type) += ')';
  std::string others = marks_of(rows, cells.size());
  others.erase(0, others.find(')') + 1);
  return "(VALUES (" + first + ")" + others + ") AS v (" + names_of(cells) + ")";
}

// The key is the last of the cells.
std::string plain_update(const std::vector<Cell>& cells) {
  std::string out = "UPDATE customers SET ";
  for (std::size_t i = 0; i + 1 < cells.size(); ++i)
    out.append(i > 0 ? ", " : "").append(cells[i].name).append(" = ").append(mark(i + 1));
  return out + " WHERE id = " + mark(cells.size());
}

std::string new_value(const Cell& cell, Way way) {
  std::string value = "v." + std::string(cell.name);
  if (way.counted && cell.name == "last_entry") return "n.newest + " + value;
  // A version that does not follow from the one that stands would be NULL, which none may be.
  if (way.checked && cell.name == "version")
    return "CASE WHEN customers.version + 1 = v.version THEN v.version END";
  return value;
}

std::string update(const std::vector<Cell>& cells, Way way, std::size_t rows) {
  if (rows == 1 && !way.counted && !way.checked) return plain_update(cells);
  std::string sets;
  for (std::size_t i = 0; i + 1 < cells.size(); ++i)
    sets.append(i > 0 ? ", " : "")
        .append(cells[i].name)
        .append(" = ")
        .append(new_value(cells[i], way));
  std::string out = "UPDATE customers SET " + sets + " FROM " + rows_of(cells, rows);
  if (way.counted) out.append(", ").append(kNewest);
  return out + " WHERE customers.id = v.id";
}

std::vector<Cell> entry_cells(std::string_view bytes) {
  return {{"id", "BIGINT"},        {"previous", "BIGINT"}, {"customer", "BIGINT"},
          {"version", "BIGINT"},   {"action", "TEXT"},     {"time_us", "BIGINT"},
          {"principal", "TEXT"},   {"door", "TEXT"},       {"source", "TEXT"},
          {"request", "TEXT"},     {"reason", "TEXT"},     {"warnings", "TEXT"},
          {"differences", "TEXT"}, {"hash", bytes},        {"principal_id", "BIGINT"}};
}

ForMany inserting_counted(const std::vector<Cell>& cells) {
  return {cells.size(), [cells](std::size_t rows) {
            const std::vector<Cell> others(cells.begin() + 1, cells.end());
            return "INSERT INTO entries (" + names_of(cells) + ") SELECT n.newest + v.id, " +
                   names_of(others, "v.") + " FROM " + rows_of(cells, rows) + ", " +
                   std::string(kNewest);
          }};
}

}  // namespace

const ForMany& inserting_entries(const Connection& connection, Way way) {
  static const ForMany kNumbered = inserting("entries", names_of(entry_cells({})));
  if (!way.counted) return kNumbered;
  static const ForMany kCounted = inserting_counted(entry_cells(connection.dialect().bytes));
  return kCounted;
}

ForMany updating_customers(const Connection& connection, Way way, const std::vector<Cell>& more) {
  std::vector<Cell> cells = {{"version", "BIGINT"},
                             {"last_entry", "BIGINT"},
                             {"last_hash", connection.dialect().bytes},
                             {"doc", "TEXT"}};
  cells.insert(cells.end(), more.begin(), more.end());
  cells.push_back({"id", "BIGINT"});
  return {cells.size(), [cells, way](std::size_t rows) { return update(cells, way, rows); }};
}

}  // namespace patchbay::store::sql
