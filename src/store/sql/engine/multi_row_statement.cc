// Sizes, and the SQL of inserts and deletes.
#include "store/sql/engine/multi_row_statement.h"

#include <algorithm>
#include <ranges>

namespace patchbay::store::sql {
namespace {

// Numbers of rows for which statements are prepared. Any number of rows is split into these.
constexpr std::size_t kSizes[] = {64, 32, 16, 8, 4, 2, 1};

}  // namespace

std::vector<std::size_t> MultiRowStatement::parts(std::size_t rows) {
  std::vector<std::size_t> out;
  for (const std::size_t size : kSizes)
    for (; rows >= size; rows -= size) out.push_back(size);
  return out;
}

void MultiRowStatement::run(Connection& connection, std::span<const Argument> cells) const {
  for (const std::size_t part : parts(cells.size() / width_)) {
    connection.prepared(part > 1 ? text_(part) : one_).run(cells.first(part * width_));
    cells = cells.subspan(part * width_);
  }
}

std::string placeholders(std::size_t rows, std::size_t width) {
  std::string out;
  std::size_t number = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    out += row > 0 ? ", (" : "(";
    for (std::size_t cell = 0; cell < width; ++cell)
      out.append(cell > 0 ? ", $" : "$").append(std::to_string(++number));
    out += ')';
  }
  return out;
}

MultiRowStatement insert_rows(std::string_view table, std::string_view columns,
                              std::string_view tail) {
  const auto width = static_cast<std::size_t>(std::ranges::count(columns, ',') + 1);
  return {
      width,
      [=, before = "INSERT INTO " + std::string(table) + " (" + std::string(columns) + ") VALUES ",
       after = std::string(tail)](std::size_t rows) {
        return before + placeholders(rows, width) + after;
      }};
}

MultiRowStatement delete_rows(std::string_view table, std::string_view key) {
  std::vector<std::string> columns;
  for (const auto column : std::views::split(key, std::string_view(", ")))
    columns.emplace_back(column.begin(), column.end());
  return {columns.size(),
          [columns, before = "DELETE FROM " + std::string(table) + " WHERE "](std::size_t rows) {
            std::string out = before;
            for (std::size_t i = 0; i < rows * columns.size(); ++i) {
              const std::size_t at = i % columns.size();
              out += at > 0 ? " AND " : i > 0 ? ") OR (" : "(";
              out += columns[at] + " = $" + std::to_string(i + 1);
            }
            return out + ")";
          }};
}

}  // namespace patchbay::store::sql
