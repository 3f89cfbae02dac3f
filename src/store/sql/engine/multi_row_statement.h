// Statements for many rows, which take one round trip and one plan.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

// Threads: any.
class MultiRowStatement {
 public:
  // Returns the statement for a number of rows. Its arguments are numbered from row to row.
  using Text = std::function<std::string(std::size_t rows)>;

  // `width`: number of arguments per row.
  MultiRowStatement(std::size_t width, Text text)
      : width_(width), text_(std::move(text)), one_(text_(1)) {}

  // Returns the sizes of the statements that `rows` rows are split into, in order.
  [[nodiscard]] static std::vector<std::size_t> parts(std::size_t rows);

  // Runs the statement for the rows in `cells`, row after row. No row may occur twice.
  void run(Connection& connection, std::span<const Argument> cells) const;

 private:
  const std::size_t width_;
  const Text text_;
  const std::string one_;
};

// Returns for example "($1, $2), ($3, $4)": two rows of width two.
[[nodiscard]] std::string placeholders(std::size_t rows, std::size_t width);

// Inserts rows. `columns` is the list of columns in SQL, `tail` the text after the rows.
[[nodiscard]] MultiRowStatement insert_rows(std::string_view table, std::string_view columns,
                                            std::string_view tail = {});

// Deletes rows by key. `key` is the list of key columns in SQL. A list of row values would be
// shorter, but SQLite would scan the whole table for it; this form uses the index for each row.
[[nodiscard]] MultiRowStatement delete_rows(std::string_view table, std::string_view key);

}  // namespace patchbay::store::sql
