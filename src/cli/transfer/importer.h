// Plans or carries out an import, row by row.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cli/transfer/output_file.h"
#include "cli/transfer/row_reader.h"
#include "cli/transfer/service.h"
#include "cli/transfer/table.h"

namespace patchbay::app {

struct ImportCounts {
  std::uint64_t rows = 0;
  std::uint64_t made = 0;
  std::uint64_t changed = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t refused = 0;
};

struct ImportOptions {
  RowKey key;
  CustomerId below = kRoot;
  Uuid batch;             // the id of the whole import
  std::string reason;     // for history
  std::string rejected;   // path for rejected rows; empty: none
  std::size_t shown = 0;  // how many changes, and how many refused rows, are described
  bool is_plan = false;   // nothing is written
};

struct ImportReport {
  ImportCounts counts;
  std::vector<std::string> changes;  // what some rows do, or would do
  std::vector<std::string> faults;   // why some rows are refused
};

// Reads all rows of `table` and plans or makes their changes. The error is a sentence for the
// operator: the file cannot be read, or the store cannot be written; the same import then goes on
// where it stopped.
[[nodiscard]] std::expected<ImportReport, std::string> run_import(const TransferStore& store,
                                                                  Table& table,
                                                                  const ImportOptions& options);

// What became of the undoing of an import.
struct UndoReport {
  std::uint64_t undone = 0;         // customers
  std::uint64_t unchanged = 0;      // customers that need no change
  std::vector<std::string> left{};  // why some customers were left as they are
};
// Undoes, or with `is_plan` only plans to undo, what the rows of `table` did in the batch. A
// customer that was changed since is left as it is.
[[nodiscard]] std::expected<UndoReport, std::string> undo_import(const TransferStore& store,
                                                                 Table& table,
                                                                 const ImportOptions& options);

}  // namespace patchbay::app
