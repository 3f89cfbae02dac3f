// Writes customers as rows: CSV or JSON Lines.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/transfer/columns.h"
#include "app/transfer/table.h"
#include "base/clock.h"
#include "store/store.h"

namespace patchbay::app {

struct ExportOptions {
  TableFormat format = TableFormat::csv;
  CustomerId below = kRoot;       // everything below it, without itself
  CustomerId reach = kRoot;       // customers that do not stand below it now are not shown
  std::optional<Instant> at{};    // as it was at this time; nothing: now
  std::vector<Column> columns{};  // in this order
  // Asked again and again; the export ends with an error once it returns false. May be empty.
  std::function<bool()> may_go_on{};
};

// Why an export cannot be completed.
struct ExportError {
  enum class Kind : std::uint8_t {
    stopped,  // by `may_go_on`
    damaged,  // the store holds what cannot be
    erased,   // the past that is asked for is no longer known
  };
  Kind kind = Kind::stopped;
  std::string what;  // the end of a sentence about the export
};

// The columns of an export that names none: uuid, parent, every field that a caller may set and
// that is not a secret, addresses and contacts.
[[nodiscard]] std::vector<Column> standard_columns();
// The columns of these names. The error is the end of a sentence about the list of names: a name is
// unknown, or of a secret.
[[nodiscard]] std::expected<std::vector<Column>, std::string> columns_named(
    const std::vector<std::string>& names);

// Makes the rows piece by piece, a customer after the one above it, otherwise in the order of their
// ids. Live customers only. Memory does not grow with their number, apart from 8 bytes for each
// that was moved below a younger one. One thread at a time; throws store::Unavailable.
class Exporter {
 public:
  // `reader` must outlive this.
  Exporter(store::ReadTransaction& reader, ExportOptions options)
      : reader_(reader), options_(std::move(options)) {}

  // Appends the next piece to `out`: the header, or the rows of some customers; perhaps nothing.
  // Returns whether there may be more.
  [[nodiscard]] std::expected<bool, ExportError> next(std::string& out);
  // How many customers there were so far.
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  enum class Phase : std::uint8_t { header, walk, deferred };

  template <class T>
  using Expected = std::expected<T, ExportError>;

  [[nodiscard]] bool walk_below(std::string& out);
  [[nodiscard]] Expected<bool> walk_all(std::string& out);
  [[nodiscard]] Expected<bool> write_deferred(std::string& out);
  [[nodiscard]] Expected<void> must_go_on() const;
  void begin_round();
  void take(std::string& out, const Record& record);
  [[nodiscard]] Expected<std::optional<Record>> record_then(CustomerId id);
  [[nodiscard]] std::optional<Record> place_then(CustomerId id);
  [[nodiscard]] Expected<bool> stood_below(const Record& record);
  [[nodiscard]] bool is_in_reach(CustomerId id);
  void write_row(std::string& out, const Record& record);
  void append_csv(std::string& out, const Record& record);
  void append_json(std::string& out, const Record& record);
  [[nodiscard]] std::string header() const;
  [[nodiscard]] std::string uuid_of(CustomerId id);
  [[nodiscard]] wire::Tree tree_of(const Column& column, const Record& record);

  store::ReadTransaction& reader_;
  const ExportOptions options_;
  Phase phase_ = Phase::header;
  CustomerQuery query_;
  CustomerId after_;
  std::set<CustomerId> deferred_;  // those that stand below a younger customer
  std::vector<CustomerId> round_;  // of `deferred_`, one after another
  std::size_t round_at_ = 0;
  std::unordered_map<std::int64_t, std::string> uuids_;  // empty for those out of reach
  std::uint64_t count_ = 0;
};

// Gives all rows to `write` in pieces. `progress` gets how many customers there were so far.
// Returns how many there were, or a sentence for the operator.
using CountRows = std::function<void(std::uint64_t)>;
[[nodiscard]] std::expected<std::uint64_t, std::string> export_customers(
    store::ReadTransaction& reader, const ExportOptions& options, const WriteText& write,
    const CountRows& progress);

}  // namespace patchbay::app
