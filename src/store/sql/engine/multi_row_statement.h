// Statements that say the same of many rows: what many rows want is one journey and one plan.
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
  // The statement for so many rows, whose arguments count on from row to row.
  using Text = std::function<std::string(std::size_t rows)>;

  // `width`: how many arguments a row has.
  MultiRowStatement(std::size_t width, Text text)
      : width_(width), text_(std::move(text)), one_(text_(1)) {}

  // How many rows each statement is of, one behind the other.
  [[nodiscard]] static std::vector<std::size_t> parts(std::size_t rows);

  // Runs it for the rows that `cells` are, one behind the other. No row may stand twice among them.
  void run(Connection& connection, std::span<const Argument> cells) const;

 private:
  const std::size_t width_;
  const Text text_;
  const std::string one_;
};

// "($1, $2), ($3, $4)": two rows of the width two.
[[nodiscard]] std::string placeholders(std::size_t rows, std::size_t width);

// Inserts rows; `columns` as they are listed in SQL, `tail` what follows the rows.
[[nodiscard]] MultiRowStatement insert_rows(std::string_view table, std::string_view columns,
                                            std::string_view tail = {});

// Removes rows by their keys; `key` as its columns are listed in SQL. Row values in a list would be
// shorter: SQLite goes through the whole table for these, and here to each row by the index.
[[nodiscard]] MultiRowStatement delete_rows(std::string_view table, std::string_view key);

}  // namespace patchbay::store::sql
