// SQL text. A statement for many rows takes them as a list of values; the first row sets the types.
#include "store/sql/customers/change_statements.h"

namespace patchbay::store::sql {
namespace {

constexpr std::string_view kNewest = "(SELECT COALESCE(max(id), 0) AS newest FROM entries) AS n";

std::string mark(std::size_t number) { return "$" + std::to_string(number); }

std::string names_of(const std::vector<TypedColumn>& cells, std::string_view before = {}) {
  std::string out;
  for (const TypedColumn& each : cells)
    out.append(out.empty() ? "" : ", ").append(before).append(each.name);
  return out;
}

// Returns the rows as a table named v.
std::string rows_of(const std::vector<TypedColumn>& cells, std::size_t rows) {
  std::string first;
  for (std::size_t i = 0; i < cells.size(); ++i)
    first.append(i > 0 ? ", CAST(" : "CAST(")
        .append(mark(i + 1))
        .append(" AS ")
        .append(cells[i].type) += ')';
  std::string others = placeholders(rows, cells.size());
  others.erase(0, others.find(')') + 1);
  return "(VALUES (" + first + ")" + others + ") AS v (" + names_of(cells) + ")";
}

// The key is the last cell.
std::string plain_update(const std::vector<TypedColumn>& cells) {
  std::string out = "UPDATE customers SET ";
  for (std::size_t i = 0; i + 1 < cells.size(); ++i)
    out.append(i > 0 ? ", " : "").append(cells[i].name).append(" = ").append(mark(i + 1));
  return out + " WHERE id = " + mark(cells.size());
}

std::string new_value(const TypedColumn& cell, WriteMode write_mode) {
  std::string value = "v." + std::string(cell.name);
  if (write_mode.counted && cell.name == "last_entry") return "n.newest + " + value;
  // If the version does not follow the stored one, the column becomes NULL, which its constraint
  // refuses.
  if (write_mode.checked && cell.name == "version")
    return "CASE WHEN customers.version + 1 = v.version THEN v.version END";
  return value;
}

std::string update(const std::vector<TypedColumn>& cells, WriteMode write_mode, std::size_t rows) {
  if (rows == 1 && !write_mode.counted && !write_mode.checked) return plain_update(cells);
  std::string sets;
  for (std::size_t i = 0; i + 1 < cells.size(); ++i)
    sets.append(i > 0 ? ", " : "")
        .append(cells[i].name)
        .append(" = ")
        .append(new_value(cells[i], write_mode));
  std::string out = "UPDATE customers SET " + sets + " FROM " + rows_of(cells, rows);
  if (write_mode.counted) out.append(", ").append(kNewest);
  return out + " WHERE customers.id = v.id";
}

std::vector<TypedColumn> entry_cells(std::string_view bytes) {
  return {{"id", "BIGINT"},        {"previous", "BIGINT"}, {"customer", "BIGINT"},
          {"version", "BIGINT"},   {"action", "TEXT"},     {"time_us", "BIGINT"},
          {"principal", "TEXT"},   {"door", "TEXT"},       {"source", "TEXT"},
          {"request", "TEXT"},     {"reason", "TEXT"},     {"warnings", "TEXT"},
          {"differences", "TEXT"}, {"hash", bytes},        {"principal_id", "BIGINT"}};
}

MultiRowStatement insert_counted_entries(const std::vector<TypedColumn>& cells) {
  return {cells.size(), [cells](std::size_t rows) {
            const std::vector<TypedColumn> others(cells.begin() + 1, cells.end());
            return "INSERT INTO entries (" + names_of(cells) + ") SELECT n.newest + v.id, " +
                   names_of(others, "v.") + " FROM " + rows_of(cells, rows) + ", " +
                   std::string(kNewest);
          }};
}

}  // namespace

const MultiRowStatement& insert_entries(const Connection& connection, WriteMode write_mode) {
  static const MultiRowStatement kNumbered = insert_rows("entries", names_of(entry_cells({})));
  if (!write_mode.counted) return kNumbered;
  static const MultiRowStatement kCounted =
      insert_counted_entries(entry_cells(connection.dialect().bytes));
  return kCounted;
}

MultiRowStatement update_customers(const Connection& connection, WriteMode write_mode,
                                   const std::vector<TypedColumn>& more) {
  std::vector<TypedColumn> cells = {{"version", "BIGINT"},
                                    {"last_entry", "BIGINT"},
                                    {"last_hash", connection.dialect().bytes},
                                    {"doc", "TEXT"}};
  cells.insert(cells.end(), more.begin(), more.end());
  cells.push_back({"id", "BIGINT"});
  return {cells.size(),
          [cells, write_mode](std::size_t rows) { return update(cells, write_mode, rows); }};
}

}  // namespace patchbay::store::sql
