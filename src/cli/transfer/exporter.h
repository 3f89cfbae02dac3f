// Writes customers as rows: CSV or JSON Lines.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "cli/transfer/columns.h"
#include "cli/transfer/table.h"
#include "store/store.h"

namespace patchbay::app {

struct ExportOptions {
  TableFormat format = TableFormat::csv;
  CustomerId below = kRoot;       // everything below it, without itself
  std::optional<Instant> at{};    // as it was at this time; nothing: now
  std::vector<Column> columns{};  // in this order
};

// The columns of an export that names none: uuid, parent, every field that a caller may set and
// that is not a secret, addresses and contacts.
[[nodiscard]] std::vector<Column> standard_columns();
// The columns of these names. The error is a sentence for the operator: a name is unknown, or of a
// secret.
[[nodiscard]] std::expected<std::vector<Column>, std::string> columns_named(
    const std::vector<std::string>& names);

// Gives the rows to `write` in pieces, a customer after the one above it, otherwise in the order of
// their ids. Live customers only. Memory does not grow with their number, apart from 8 bytes for
// each that was moved below a younger one. Returns how many there were, or a sentence for the
// operator.
using WriteText = std::function<std::expected<void, std::string>(std::string_view)>;
[[nodiscard]] std::expected<std::uint64_t, std::string> export_customers(
    store::ReadTransaction& reader, const ExportOptions& options, const WriteText& write);

}  // namespace patchbay::app
