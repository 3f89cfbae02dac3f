// Reads the options of an import.
#include "app/transfer/import_request.h"

#include <algorithm>

#include "base/digest.h"
#include "base/result.h"

namespace patchbay::app {
namespace {

using Split = std::pair<std::string, std::string>;

// "a=b" at the first `mark`.
std::expected<Split, std::string> split_at(const std::string& text, char mark,
                                           const std::string& option, const std::string& form) {
  const auto at = text.find(mark);
  if (at == std::string::npos || at == 0)
    return std::unexpected(option + " is \"" + text + "\", and must be " + form);
  return Split{text.substr(0, at), text.substr(at + 1)};
}

std::expected<ColumnOptions, std::string> column_options(const ImportRequest& request) {
  ColumnOptions out{.door = request.names, .mapped = {}, .ignored = request.ignore, .values = {}};
  for (const std::string& each : request.map) {
    auto [column, field] = TRY(split_at(each, '=', "--map", "COLUMN=FIELD"));
    if (!out.mapped.emplace(column, field).second)
      return std::unexpected("--map names the column " + column + " twice");
  }
  for (const std::string& each : request.values) {
    auto [column, change] = TRY(split_at(each, ':', "--value", "COLUMN:FROM=TO"));
    auto [from, to] = TRY(split_at(change, '=', "--value", "COLUMN:FROM=TO"));
    if (!out.values[column].emplace(from, to).second)
      return std::unexpected("--value gives two values for \"" + from + "\" in " + column);
  }
  return out;
}

std::expected<TableOptions, std::string> table_options(const ImportRequest& request) {
  TableOptions out;
  if (request.format == "csv") out.format = TableFormat::csv;
  if (request.format == "jsonl") out.format = TableFormat::json_lines;
  std::string delimiter = request.delimiter;
  if (delimiter == "tab" || delimiter == "\\t") delimiter = "\t";
  const bool is_good = delimiter.size() == 1 &&
                       std::string_view("\"\r\n'").find(delimiter) == std::string_view::npos;
  if (!delimiter.empty() && !is_good)
    return std::unexpected("--delimiter must be one character, or tab");
  if (!delimiter.empty()) out.delimiter = delimiter.front();
  std::string_view rest = request.columns;
  while (!rest.empty()) {
    const auto end = rest.find(',');
    out.columns.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return out;
}

// The key that the command line names, or the columns have.
std::expected<RowKey, std::string> row_key(const ImportRequest& request, const Table& table) {
  const auto has = [&](Column::Kind kind) {
    for (const Column& each : table.columns())
      if (each.kind == kind) return true;
    return false;
  };
  if (request.key.empty()) {
    if (has(Column::Kind::uuid)) return parse_row_key("uuid");
    if (has(Column::Kind::id)) return parse_row_key("id");
    return std::unexpected(
        "no column is the uuid or the id of a customer: say with --key which column finds a "
        "customer that exists already (external_id, account, …), or --key none if every row is a "
        "new customer");
  }
  RowKey out = TRY(parse_row_key(request.key));
  const bool is_there = out.kind == RowKey::Kind::none ||
                        (out.kind == RowKey::Kind::uuid && has(Column::Kind::uuid)) ||
                        (out.kind == RowKey::Kind::id && has(Column::Kind::id)) ||
                        ((out.kind == RowKey::Kind::field || out.kind == RowKey::Kind::link) &&
                         std::ranges::any_of(table.columns(), [&](const Column& each) {
                           return each.meaning() == out.name;
                         }));
  if (!is_there) return std::unexpected("--key is " + out.name + ", and no column is that");
  return out;
}

// The same file with the same options is the same batch, so that it goes on where it stopped.
std::expected<Uuid, std::string> batch_of(const ImportRequest& request, const InputFile& file) {
  if (!request.batch.empty()) {
    // An id names a batch only for who works with the store itself. Others could name one of
    // another file or another principal, whose rows count as written.
    if (request.author.empty())
      if (const auto id = Uuid::parse(request.batch)) return *id;
    HashInput again;
    again.add("import again");
    again.add(request.batch);
    again.add(file.hash());
    if (!request.author.empty()) again.add(request.author);
    return Uuid::from_bytes(again.hash());
  }
  HashInput input;
  input.add("import");
  input.add(file.hash());
  input.add(request.below.value);
  for (const std::string* each : {&request.key, &request.names, &request.columns, &request.format,
                                  &request.delimiter, &request.encoding})
    input.add(*each);
  for (const auto* list : {&request.map, &request.ignore, &request.values}) {
    input.add(static_cast<std::int64_t>(list->size()));
    for (const std::string& each : *list) input.add(each);
  }
  if (!request.author.empty()) input.add(request.author);
  return Uuid::from_bytes(input.hash());
}

}  // namespace

std::expected<PreparedImport, std::vector<std::string>> PreparedImport::make(
    const ImportRequest& request, std::unique_ptr<InputFile> file) {
  const auto one = [](std::string what) { return std::unexpected(std::vector{std::move(what)}); };
  PreparedImport out;
  out.file_ = std::move(file);
  auto columns = column_options(request);
  if (!columns) return one(columns.error());
  auto finder = ColumnFinder::make(std::move(*columns));
  if (!finder) return one(finder.error());
  out.finder_ = std::make_unique<ColumnFinder>(std::move(*finder));
  auto options = table_options(request);
  if (!options) return one(options.error());
  out.table_options_ = std::move(*options);
  out.table_ = TRY(Table::open(*out.file_, *out.finder_, out.table_options_));
  auto key = row_key(request, *out.table_);
  if (!key) return one(key.error());
  out.key_ = std::move(*key);
  auto batch = batch_of(request, *out.file_);
  if (!batch) return one(batch.error());
  out.batch_ = *batch;
  return out;
}

std::expected<void, std::string> PreparedImport::rewind() {
  TRY_DO(file_->rewind());
  auto again = Table::open(*file_, *finder_, table_options_);
  if (!again) return std::unexpected(again.error().front());
  table_ = std::move(*again);
  return {};
}

std::string describe(const InputFile& file, const Table& table) {
  std::string out = table.description() + ", " + file.encoding();
  if (file.is_encoding_guessed())
    out += " (found out: it is not UTF-8; name another with --encoding)";
  if (file.packing() != Packing::none) out += std::string(", ") + word(file.packing());
  return out;
}

}  // namespace patchbay::app
