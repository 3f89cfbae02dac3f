// Plans or carries out an import, row by row.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/transfer/bulk_sender.h"
#include "app/transfer/row_reader.h"
#include "app/transfer/table.h"
#include "app/transfer/transfer_store.h"

namespace patchbay::app {

struct ImportCounts {
  std::uint64_t rows = 0;
  std::uint64_t made = 0;
  std::uint64_t changed = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t refused = 0;
  std::uint64_t written_before =
      0;  // or found unchanged, by the same batch; they may have been changed since
};

struct ImportOptions {
  RowKey key;
  CustomerId below = kRoot;
  CustomerId reach = kRoot;  // customers that do not stand at or below it do not exist
  // Whose rights are used; 0: those of the system owner.
  std::int64_t principal = 0;
  core::Caller caller{.credentials = {}, .door = "cli", .source = {}};
  Uuid batch;             // the id of the whole import
  std::string reason;     // for history
  std::size_t shown = 0;  // how many changes, and how many refused rows, are described
  bool is_plan = false;   // nothing is written
  // How many keys and uuids of rows are kept in memory; further ones are kept in TMPDIR.
  std::size_t keys_in_memory_max = KeySet::kTableMax;
  // Is given a file of the refused rows in pieces; empty: there is none.
  WriteText rejected{};
  // Gets how many of how many rows are done (0: of an unknown number); returns whether to go on.
  // May be empty.
  std::function<bool(std::uint64_t done, std::uint64_t all)> progress{};
};

// What is wrong with a row that was refused.
struct ImportFault {
  std::uint64_t line = 0;  // from 1
  std::uint64_t byte = 0;  // from 0, in the unpacked file as UTF-8
  std::string column;      // its name; empty: the row as a whole
  std::string what;        // the end of a sentence about the column

  [[nodiscard]] std::string sentence() const;
};
// What a row changes, or would change.
struct ImportChange {
  std::uint64_t line = 0;
  CustomerId customer;  // 0 if the customer is new
  std::string what;     // "name "a" -> "b""

  [[nodiscard]] std::string sentence() const;
};

struct ImportReport {
  ImportCounts counts;
  std::vector<ImportChange> changes;  // of a plan
  std::vector<ImportFault> faults;
};

// Reads all rows of `table` and plans or makes their changes. After an error the same import goes
// on where it stopped.
[[nodiscard]] std::expected<ImportReport, ImportError> run_import(const TransferStore& store,
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
[[nodiscard]] std::expected<UndoReport, ImportError> undo_import(const TransferStore& store,
                                                                 Table& table,
                                                                 const ImportOptions& options);

}  // namespace patchbay::app
