// The rows of an import, from CSV or JSON Lines.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/transfer/columns.h"
#include "app/transfer/input_file.h"
#include "wire/tree.h"

namespace patchbay::app {

// Takes a piece of a file, or returns a sentence for the operator.
using WriteText = std::function<std::expected<void, std::string>(std::string_view)>;

struct SourceCell {
  const Column* column = nullptr;  // belongs to the table
  wire::Tree value{};              // of CSV a text
  bool is_text = false;            // of CSV: numbers and lists stand as text
  std::uint64_t byte = 0;          // where it begins
};

// What is wrong with a row.
struct RowFault {
  std::string column{};  // its name; empty: the row as a whole
  std::string what{};    // the end of a sentence about the column
  std::optional<std::uint64_t> byte{};
  std::uint64_t line = 0;
  // The customer above is perhaps made by an earlier row.
  bool is_unknown_parent = false;
  // It is not about the row: no row can be read any more, and `what` is a whole sentence.
  bool ends_import = false;
};

struct SourceRow {
  std::uint64_t line = 0;  // from 1
  std::uint64_t byte = 0;  // from 0, in the unpacked file as UTF-8
  std::vector<SourceCell> cells{};
  std::string text{};  // the whole row, as the file has it, if it has no cells
  std::optional<RowFault> fault{};
};

enum class TableFormat : std::uint8_t { csv, json_lines };

struct TableOptions {
  std::optional<TableFormat> format{};  // nothing: found out
  std::optional<char> delimiter{};      // nothing: found out
  std::vector<std::string> columns{};   // names, for a file without a header
};

// Errors are sentences for the operator.
class Table {
 public:
  // Reads the beginning of `file`, which must outlive this, as `finder` must.
  [[nodiscard]] static std::expected<std::unique_ptr<Table>, std::vector<std::string>> open(
      InputFile& file, const ColumnFinder& finder, const TableOptions& options);
  virtual ~Table() = default;

  [[nodiscard]] virtual TableFormat format() const = 0;
  // What was found out: "CSV with semicolons, header in line 1".
  [[nodiscard]] virtual std::string description() const = 0;
  // The columns of CSV; of JSON Lines, those of the first row.
  [[nodiscard]] virtual const std::vector<Column>& columns() const = 0;
  [[nodiscard]] virtual std::expected<std::optional<SourceRow>, std::string> next() = 0;
  // The beginning of a file of rejected rows, and a row of it.
  [[nodiscard]] virtual std::string rejected_header() const = 0;
  [[nodiscard]] virtual std::string rejected(const SourceRow& row,
                                             const std::string& why) const = 0;
};

}  // namespace patchbay::app
