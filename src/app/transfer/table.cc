// Finds out what a file is, and reads its rows.
#include "app/transfer/table.h"

#include <algorithm>

#include "app/transfer/formulas.h"
#include "base/result.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/wording.h"
#include "wire/csv.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

namespace csv = wire::csv;

constexpr const char* kNotUtf8 =
    "holds bytes that are not UTF-8: name the encoding with --encoding";
constexpr std::size_t kLineBytesMax = std::size_t{4} << 20;

struct Delimiter {
  char character;
  const char* name;
};
constexpr Delimiter kDelimiters[] = {
    {',', "commas"}, {';', "semicolons"}, {'\t', "tabs"}, {'|', "vertical bars"}};

// How well `start` reads as CSV: the cells of the first row, and how many of the next rows have as
// many.
std::pair<std::size_t, std::size_t> score(std::string_view start, char delimiter) {
  constexpr std::size_t kRows = 20;
  csv::Reader reader(delimiter);
  reader.add(start, false);
  std::size_t cells = 0;
  std::size_t alike = 0;
  for (std::size_t i = 0; i < kRows; ++i) {
    const auto row = reader.next();
    if (!row) break;
    if (i == 0) cells = row->cells.size();
    if (!row->error && row->cells.size() == cells) ++alike;
  }
  return {cells > 1 ? alike : 0, cells};
}

char find_delimiter(std::string_view start) {
  // A file of one line has no next row, and needs its end.
  const std::string text = std::string(start) + '\n';
  const Delimiter* best = kDelimiters;
  for (const Delimiter& each : kDelimiters)
    if (score(text, each.character) > score(text, best->character)) best = &each;
  return best->character;
}

class CsvTable final : public Table {
 public:
  CsvTable(InputFile& file, char delimiter)
      : file_(file), delimiter_(delimiter), reader_(delimiter) {}

  [[nodiscard]] std::expected<void, std::vector<std::string>> begin(const ColumnFinder& finder,
                                                                    const TableOptions& options) {
    std::vector<std::string> names = options.columns;
    if (names.empty()) {
      const auto row = next_row();
      if (!row) return std::unexpected(std::vector{row.error()});
      const std::optional<csv::Row>& header = *row;
      if (!header) return std::unexpected(std::vector{file_.name() + " is empty"});
      if (header->error)
        return std::unexpected(
            std::vector{"the header in line " + std::to_string(header->error->line) + ", byte " +
                        std::to_string(header->error->byte) + ": the cell " + header->error->what});
      for (const csv::Cell& each : header->cells) names.push_back(each.text);
      header_line_ = header->line;
      const bool is_header = std::ranges::any_of(
          names, [&](const auto& name) { return finder.find(name).has_value(); });
      if (!is_header)
        return std::unexpected(std::vector{
            "the first row, line " + std::to_string(header->line) +
            ", has no name of a field: if it is no header, name the columns with --columns; its "
            "first cell: " +
            finder.unknown(names.front())});
    }
    columns_ = TRY(finder.find_all(names));
    return {};
  }

  [[nodiscard]] TableFormat format() const override { return TableFormat::csv; }
  [[nodiscard]] const std::vector<Column>& columns() const override { return columns_; }
  [[nodiscard]] std::string description() const override {
    std::string out = "CSV with ";
    bool is_named = false;
    for (const Delimiter& each : kDelimiters)
      if (each.character == delimiter_) out += each.name, is_named = true;
    if (!is_named) out += std::string("the delimiter ") + delimiter_;
    return out +
           (header_line_ == 0 ? ", no header" : ", header in line " + std::to_string(header_line_));
  }

  std::expected<std::optional<SourceRow>, std::string> next() override {
    std::optional<csv::Row> row = TRY(next_row());
    if (!row) return std::nullopt;
    return source_row(std::move(*row));
  }

  [[nodiscard]] std::string rejected_header() const override {
    std::string out = std::string(kLineColumn) + delimiter_ + std::string(kFaultColumn);
    for (const Column& each : columns_) {
      if (is_own(each)) continue;
      out += delimiter_;
      csv::append_cell(out, each.name);
    }
    return out + '\n';
  }

  // A row that is not CSV is written as it is, behind the two cells.
  [[nodiscard]] std::string rejected(const SourceRow& row, const std::string& why) const override {
    std::string out = std::to_string(row.line) + delimiter_;
    csv::append_cell(out, defused(why));
    if (row.cells.empty()) return out + delimiter_ + row.text + '\n';
    for (const SourceCell& each : row.cells) {
      if (is_own(*each.column)) continue;
      out += delimiter_;
      csv::append_cell(out, *each.value.text());
    }
    return out + '\n';
  }

 private:
  static bool is_own(const Column& column) {
    return column.name == kLineColumn || column.name == kFaultColumn;
  }

  std::expected<std::optional<csv::Row>, std::string> next_row() {
    for (;;) {
      if (auto row = reader_.next()) return row;
      if (is_ended_) return std::nullopt;
      const std::string piece = TRY(file_.read());
      is_ended_ = piece.empty();
      reader_.add(piece, is_ended_);
    }
  }

  SourceRow source_row(csv::Row row) const {
    SourceRow out{.line = row.line, .byte = row.cells.empty() ? 0 : row.cells.front().byte};
    if (const auto& error = row.error) {
      out.text = std::move(row.text);
      out.fault =
          RowFault{.what = "the cell " + error->what, .byte = error->byte, .line = error->line};
      const std::size_t at = row.cells.empty() ? 0 : row.cells.size() - 1;
      if (at < columns_.size()) {
        out.fault->column = columns_[at].name;
        out.fault->what = error->what;
      }
      return out;
    }
    if (row.cells.size() != columns_.size()) {
      out.text = std::move(row.text);
      out.fault = RowFault{.what = "the row has " + counted(row.cells.size(), "cell") +
                                   ", and there are " + counted(columns_.size(), "column"),
                           .byte = out.byte};
      return out;
    }
    out.cells.reserve(row.cells.size());
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      csv::Cell& cell = row.cells[i];
      if (!out.fault && !utf8::is_valid(cell.text))
        out.fault = RowFault{.column = columns_[i].name,
                             .what = kNotUtf8,
                             .byte = cell.byte + utf8::valid_length(cell.text)};
      out.cells.push_back({&columns_[i], wire::Tree(std::move(cell.text)), true, cell.byte});
    }
    return out;
  }

  InputFile& file_;
  const char delimiter_;
  csv::Reader reader_;
  std::vector<Column> columns_;
  std::uint64_t header_line_ = 0;
  bool is_ended_ = false;
};

class JsonLinesTable final : public Table {
 public:
  JsonLinesTable(InputFile& file, const ColumnFinder& finder) : file_(file), finder_(finder) {}

  // The names in the first row show what the file is.
  [[nodiscard]] std::expected<void, std::vector<std::string>> begin() {
    auto first = next();
    if (!first) return std::unexpected(std::vector{first.error()});
    first_ = std::move(*first);
    if (!first_) return std::unexpected(std::vector{file_.name() + " is empty"});
    if (const auto& fault = first_->fault)
      return std::unexpected(std::vector{"line " + std::to_string(first_->line) + ", byte " +
                                         std::to_string(fault->byte.value_or(0)) + ": " +
                                         fault->what});
    std::vector<std::string> names;
    for (const SourceCell& each : first_->cells) names.push_back(each.column->name);
    columns_ = TRY(finder_.find_all(names));
    return {};
  }

  [[nodiscard]] TableFormat format() const override { return TableFormat::json_lines; }
  [[nodiscard]] const std::vector<Column>& columns() const override { return columns_; }
  [[nodiscard]] std::string description() const override { return "JSON Lines"; }

  std::expected<std::optional<SourceRow>, std::string> next() override {
    if (first_) return std::exchange(first_, std::nullopt);
    for (;;) {
      const std::size_t end = input_.find('\n', at_);
      if (end == std::string::npos && !is_ended_) {
        if (input_.size() - at_ > kLineBytesMax)
          return std::unexpected("line " + std::to_string(line_ + 1) + " has more than " +
                                 std::to_string(kLineBytesMax) + " bytes");
        const std::string piece = TRY(file_.read());
        is_ended_ = piece.empty();
        dropped_ += at_;
        input_.erase(0, at_);
        at_ = 0;
        input_ += piece;
        continue;
      }
      if (at_ == input_.size()) return std::nullopt;
      const std::string_view text = std::string_view(input_).substr(at_, end - at_);
      const std::uint64_t byte = dropped_ + at_;
      at_ = end == std::string::npos ? input_.size() : end + 1;
      ++line_;
      if (!trim(text).empty()) return source_row(trim(text), byte);
    }
  }

  [[nodiscard]] std::string rejected_header() const override { return {}; }
  [[nodiscard]] std::string rejected(const SourceRow& row, const std::string& why) const override {
    if (row.cells.empty()) return row.text + '\n';
    wire::Object out{{std::string(kLineColumn), wire::Tree(static_cast<std::int64_t>(row.line))},
                     {std::string(kFaultColumn), wire::Tree(why)}};
    for (const SourceCell& each : row.cells)
      if (each.column->name != kLineColumn && each.column->name != kFaultColumn)
        out.emplace_back(each.column->name, each.value);
    return wire::json::write(wire::Tree(std::move(out))) + '\n';
  }

 private:
  SourceRow source_row(std::string_view text, std::uint64_t byte) {
    SourceRow out{.line = line_, .byte = byte, .text = std::string(text)};
    auto tree = wire::json::parse(text);
    if (!tree) {
      out.fault = RowFault{.what = "the line is not JSON: " + tree.error().what,
                           .byte = byte + std::min(tree.error().offset, text.size())};
      return out;
    }
    if (!tree->object()) {
      out.fault = RowFault{.what = "the line must be an object, not " + std::string(tree->kind()),
                           .byte = byte};
      return out;
    }
    for (auto& [name, value] : *tree->object()) {
      const Column* column = find(name);
      if (!column) {
        out.fault = RowFault{.what = "the member " + finder_.unknown(name), .byte = byte};
        out.cells.clear();
        return out;
      }
      out.cells.push_back({column, std::move(value), false, byte});
    }
    return out;
  }

  const Column* find(const std::string& name) {
    constexpr std::size_t kKnownMax = 10'000;
    const auto known = known_.find(name);
    if (known != known_.end()) return &known->second;
    auto found = finder_.find(name);
    if (!found || known_.size() == kKnownMax) return nullptr;
    return &known_.emplace(name, std::move(*found)).first->second;
  }

  InputFile& file_;
  const ColumnFinder& finder_;
  std::map<std::string, Column, std::less<>> known_;
  std::vector<Column> columns_;
  std::optional<SourceRow> first_;
  std::string input_;
  std::size_t at_ = 0;
  std::uint64_t dropped_ = 0;
  std::uint64_t line_ = 0;
  bool is_ended_ = false;
};

}  // namespace

std::expected<std::unique_ptr<Table>, std::vector<std::string>> Table::open(
    InputFile& file, const ColumnFinder& finder, const TableOptions& options) {
  const auto start = file.read();
  if (!start) return std::unexpected(std::vector{start.error()});
  if (const auto again = file.rewind(); !again) return std::unexpected(std::vector{again.error()});
  const std::string_view text = trim(*start);
  const TableFormat format = options.format          ? *options.format
                             : text.starts_with('{') ? TableFormat::json_lines
                                                     : TableFormat::csv;
  if (format == TableFormat::json_lines) {
    auto out = std::make_unique<JsonLinesTable>(file, finder);
    TRY_DO(out->begin());
    return out;
  }
  auto out = std::make_unique<CsvTable>(
      file, options.delimiter ? *options.delimiter : find_delimiter(*start));
  TRY_DO(out->begin(finder, options));
  return out;
}

}  // namespace patchbay::app
