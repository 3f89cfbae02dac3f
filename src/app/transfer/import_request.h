// What is asked of an import: the options that say what the file means, and how they are read.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "app/transfer/importer.h"
#include "app/transfer/input_file.h"

namespace patchbay::app {

// The options as a person gives them; empty: not given.
struct ImportRequest {
  std::string key;
  CustomerId below = kRoot;
  std::string names;                // a door
  std::vector<std::string> map;     // COLUMN=FIELD
  std::vector<std::string> ignore;  // columns
  std::vector<std::string> values;  // COLUMN:FROM=TO
  std::string columns;              // names with commas
  std::string format;               // "csv" or "jsonl"
  std::string delimiter;            // one character, or "tab"
  std::string encoding;
  std::string batch;
  std::string author;  // who imports, if several may: a batch is of one of them
};

// An import that needs only its store.
class PreparedImport {
 public:
  // Reads the beginning of `file`. The errors are sentences for the operator, with options as the
  // command line spells them.
  [[nodiscard]] static std::expected<PreparedImport, std::vector<std::string>> make(
      const ImportRequest& request, std::unique_ptr<InputFile> file);

  [[nodiscard]] const InputFile& file() const { return *file_; }
  [[nodiscard]] Table& table() { return *table_; }
  [[nodiscard]] const RowKey& key() const { return key_; }
  // The same file with the same options is the same batch, so that it goes on where it stopped.
  [[nodiscard]] const Uuid& batch() const { return batch_; }
  // Begins with the first row again.
  [[nodiscard]] std::expected<void, std::string> rewind();

 private:
  std::unique_ptr<InputFile> file_;
  std::unique_ptr<ColumnFinder> finder_;
  TableOptions table_options_;
  std::unique_ptr<Table> table_;
  RowKey key_;
  Uuid batch_;
};

// "CSV with commas, header in line 1, UTF-8, gzip", with options as the command line spells them.
[[nodiscard]] std::string describe(const InputFile& file, const Table& table);

}  // namespace patchbay::app
