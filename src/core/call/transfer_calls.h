// Calls that take many customers out as a file, or in from one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/guarded_file.h"
#include "base/uuid.h"
#include "record/fault.h"
#include "record/value/ids.h"

namespace patchbay::core {

enum class FileFormat : std::uint8_t { csv, json_lines };
enum class FilePacking : std::uint8_t { none, gzip, zstd };

// The customer below which a file's customers stand; nothing: the caller's home.
using BelowCustomer = std::variant<std::monostate, CustomerId, Uuid>;

// Customers as a file.
struct ExportCustomers {
  BelowCustomer below{};
  std::optional<Instant> at{};        // as it was at this time
  std::vector<std::string> fields{};  // names of columns; empty: all
  FileFormat format = FileFormat::csv;
  FilePacking packing = FilePacking::none;
};

// Customers from a file. Nothing is written unless `applies`.
struct ImportCustomers {
  BelowCustomer below{};  // where new customers stand if a row does not say it
  std::shared_ptr<const std::string> content{};  // the file, perhaps packed
  std::shared_ptr<const Descriptor> file{};      // has the file in place of `content` if not null
  bool applies = false;
  bool leaves_refused = false;  // rows that are refused do not keep the others from being written
  std::string key{};
  std::string names{};                // a door
  std::vector<std::string> map{};     // COLUMN=FIELD
  std::vector<std::string> ignore{};  // columns
  std::vector<std::string> values{};  // COLUMN:FROM=TO
  std::string columns{};              // names with commas
  std::string format{};               // "csv" or "jsonl"
  std::string delimiter{};
  std::string encoding{};
  std::string batch{};
  std::size_t shown = 0;  // changes and refused rows that are described; at most kShownMax

  static constexpr std::size_t kShown = 20;
  static constexpr std::size_t kShownMax = 1000;
};

struct BulkItem;

// Items of a bulk that are not in memory together. Used by one thread at a time.
class BulkItems {
 public:
  virtual ~BulkItems() = default;
  // How many there are. Faults: one is too long, or they cannot be read.
  [[nodiscard]] virtual std::expected<std::size_t, Fault> count() = 0;
  // The next one, from the first; nothing at the end. Faults: they cannot be read.
  [[nodiscard]] virtual std::expected<std::optional<BulkItem>, Fault> next() = 0;
};

// A Bulk whose items are read while earlier ones are changed.
struct LongBulk {
  std::shared_ptr<BulkItems> items{};  // not null
  std::size_t max_affected = 0;        // as in Bulk

  static constexpr std::size_t kMaxAffected = 10'000'000;  // upper limit of max_affected
};

// ---- outcomes

// A file that is made while it is sent.
class FilePieces {
 public:
  // With the next piece, now or later, on any thread; empty at the end. Dropped if the file cannot
  // be completed.
  using Take = std::move_only_function<void(std::string)>;
  virtual ~FilePieces() = default;
  virtual void next(Take take) = 0;
};
struct CustomersFile {
  FileFormat format = FileFormat::csv;
  FilePacking packing = FilePacking::none;
  std::string first;                 // its first piece
  std::shared_ptr<FilePieces> rest;  // null if nothing follows
};

struct Imported {
  struct Column {
    std::string name;     // as the file has it
    std::string meaning;  // "addresses/main/city"
  };
  struct Change {
    std::uint64_t line = 0;  // from 1
    CustomerId customer;     // 0 for a new one
    std::string what;        // for people
  };
  struct Refusal {
    std::uint64_t line = 0;
    std::uint64_t byte = 0;  // from 0, in the unpacked file as UTF-8
    std::string column;      // empty: the row as a whole
    std::string what;        // the end of a sentence about the column
  };

  Uuid batch;
  bool is_plan = true;  // nothing was written
  std::string file;     // what was found out about it, for people
  std::string key;
  std::vector<Column> columns;
  std::uint64_t rows = 0;
  std::uint64_t made = 0;
  std::uint64_t changed = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t refused = 0;
  std::uint64_t written_before = 0;  // by the same batch
  std::vector<Change> changes;       // of a plan
  std::vector<Refusal> faults;
};

}  // namespace patchbay::core
