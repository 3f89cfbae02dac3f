// The command `import`: plans, makes or undoes the changes that the rows of a file stand for.
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/report_failure.h"
#include "base/digest.h"
#include "base/result.h"
#include "base/wording.h"
#include "cli/command.h"
#include "cli/exit_codes.h"
#include "cli/transfer/importer.h"
#include "cli/verify.h"

namespace patchbay::app {
namespace {

struct Arguments {
  VerifyArguments place;
  std::string file;
  std::string key;
  std::int64_t below = kRoot.value;
  std::string names;
  std::vector<std::string> map;
  std::vector<std::string> ignore;
  std::vector<std::string> values;
  std::string columns;
  std::string format;
  std::string delimiter;
  std::string encoding;
  std::string rejected;
  std::string reason;
  std::string batch;
  std::size_t show = 10;
  bool apply = false;
  bool undo = false;
};

using Split = std::pair<std::string, std::string>;

// "a=b" at the first `mark`.
std::expected<Split, std::string> split_at(const std::string& text, char mark,
                                           const std::string& option, const std::string& form) {
  const auto at = text.find(mark);
  if (at == std::string::npos || at == 0)
    return std::unexpected(option + " is \"" + text + "\", and must be " + form);
  return Split{text.substr(0, at), text.substr(at + 1)};
}

std::expected<ColumnOptions, std::string> column_options(const Arguments& arguments) {
  ColumnOptions out{
      .door = arguments.names, .mapped = {}, .ignored = arguments.ignore, .values = {}};
  for (const std::string& each : arguments.map) {
    auto [column, field] = TRY(split_at(each, '=', "--map", "COLUMN=FIELD"));
    if (!out.mapped.emplace(column, field).second)
      return std::unexpected("--map names the column " + column + " twice");
  }
  for (const std::string& each : arguments.values) {
    auto [column, change] = TRY(split_at(each, ':', "--value", "COLUMN:FROM=TO"));
    auto [from, to] = TRY(split_at(change, '=', "--value", "COLUMN:FROM=TO"));
    if (!out.values[column].emplace(from, to).second)
      return std::unexpected("--value gives two values for \"" + from + "\" in " + column);
  }
  return out;
}

std::expected<TableOptions, std::string> table_options(const Arguments& arguments) {
  TableOptions out;
  if (arguments.format == "csv") out.format = TableFormat::csv;
  if (arguments.format == "jsonl") out.format = TableFormat::json_lines;
  std::string delimiter = arguments.delimiter;
  if (delimiter == "tab" || delimiter == "\\t") delimiter = "\t";
  const bool is_good = delimiter.size() == 1 &&
                       std::string_view("\"\r\n'").find(delimiter) == std::string_view::npos;
  if (!delimiter.empty() && !is_good)
    return std::unexpected("--delimiter must be one character, or tab");
  if (!delimiter.empty()) out.delimiter = delimiter.front();
  std::string_view rest = arguments.columns;
  while (!rest.empty()) {
    const auto end = rest.find(',');
    out.columns.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return out;
}

// The key that the command line names, or the columns have.
std::expected<RowKey, std::string> row_key(const Arguments& arguments, const Table& table) {
  const auto has = [&](Column::Kind kind) {
    for (const Column& each : table.columns())
      if (each.kind == kind) return true;
    return false;
  };
  if (arguments.key.empty()) {
    if (has(Column::Kind::uuid)) return parse_row_key("uuid");
    if (has(Column::Kind::id)) return parse_row_key("id");
    return std::unexpected(
        "no column is the uuid or the id of a customer: say with --key which column finds a "
        "customer that exists already (external_id, account, …), or --key none if every row is a "
        "new customer");
  }
  RowKey out = TRY(parse_row_key(arguments.key));
  const bool is_there = out.kind == RowKey::Kind::none ||
                        (out.kind == RowKey::Kind::uuid && has(Column::Kind::uuid)) ||
                        (out.kind == RowKey::Kind::id && has(Column::Kind::id)) ||
                        (out.kind == RowKey::Kind::field &&
                         std::ranges::any_of(table.columns(), [&](const Column& each) {
                           return each.meaning() == out.name;
                         }));
  if (!is_there) return std::unexpected("--key is " + out.name + ", and no column is that");
  return out;
}

// The same file with the same options is the same batch, so that it goes on where it stopped.
std::expected<Uuid, std::string> batch_of(const Arguments& arguments, const InputFile& file) {
  if (!arguments.batch.empty()) {
    if (const auto id = Uuid::parse(arguments.batch)) return *id;
    HashInput again;
    again.add("import again");
    again.add(arguments.batch);
    again.add(file.hash());
    return Uuid::from_bytes(again.hash());
  }
  HashInput input;
  input.add("import");
  input.add(file.hash());
  input.add(arguments.below);
  for (const std::string* each : {&arguments.key, &arguments.names, &arguments.columns,
                                  &arguments.format, &arguments.delimiter, &arguments.encoding})
    input.add(*each);
  for (const auto* list : {&arguments.map, &arguments.ignore, &arguments.values}) {
    input.add(static_cast<std::int64_t>(list->size()));
    for (const std::string& each : *list) input.add(each);
  }
  return Uuid::from_bytes(input.hash());
}

// Everything that does not need the store.
struct Prepared {
  std::unique_ptr<InputFile> file;
  std::unique_ptr<ColumnFinder> finder;
  TableOptions table;
  ImportOptions import;
};

std::expected<Prepared, std::vector<std::string>> prepare(const Arguments& arguments,
                                                          std::unique_ptr<Table>& table) {
  const auto one = [](std::string what) { return std::unexpected(std::vector{std::move(what)}); };
  Prepared out;
  auto columns = column_options(arguments);
  if (!columns) return one(columns.error());
  auto finder = ColumnFinder::make(std::move(*columns));
  if (!finder) return one(finder.error());
  out.finder = std::make_unique<ColumnFinder>(std::move(*finder));
  auto options = table_options(arguments);
  if (!options) return one(options.error());
  out.table = std::move(*options);
  auto file = InputFile::open(arguments.file, arguments.encoding);
  if (!file) return one(file.error());
  out.file = std::move(*file);
  table = TRY(Table::open(*out.file, *out.finder, out.table));
  auto key = row_key(arguments, *table);
  if (!key) return one(key.error());
  auto batch = batch_of(arguments, *out.file);
  if (!batch) return one(batch.error());
  out.import = {.key = std::move(*key),
                .below = CustomerId{arguments.below},
                .batch = *batch,
                .reason = arguments.reason,
                .rejected = arguments.rejected,
                .shown = arguments.show};
  return out;
}

void print_description(const InputFile& file, const Table& table, const RowKey& key) {
  std::printf("%s: %s, %s%s%s\n", file.name().c_str(), table.description().c_str(),
              file.encoding().c_str(), file.packing() == Packing::none ? "" : ", ",
              file.packing() == Packing::none ? "" : word(file.packing()));
  for (const Column& each : table.columns()) {
    const std::string meaning = each.meaning();
    std::printf("  %s -> %s%s\n", each.name.c_str(), meaning.c_str(),
                meaning == key.name ? ", the key" : "");
  }
  if (key.kind == RowKey::Kind::none) std::puts("  no key: every row is a new customer");
}

void print_counts(const ImportReport& report, bool is_plan) {
  const ImportCounts& counts = report.counts;
  std::printf("%s: %llu new, %llu changed, %llu unchanged, %llu refused\n",
              counted(counts.rows, "row").c_str(), static_cast<unsigned long long>(counts.made),
              static_cast<unsigned long long>(counts.changed),
              static_cast<unsigned long long>(counts.unchanged),
              static_cast<unsigned long long>(counts.refused));
  for (const std::string& each : report.changes) std::printf("  %s\n", each.c_str());
  const std::uint64_t changes = counts.made + counts.changed;
  if (is_plan && changes > report.changes.size())
    std::printf("  and %s more\n", counted(changes - report.changes.size(), "change").c_str());
  for (const std::string& each : report.faults) std::printf("  refused: %s\n", each.c_str());
  if (counts.refused > report.faults.size())
    std::printf("  and %s more refused\n",
                counted(counts.refused - report.faults.size(), "row").c_str());
}

int print_undone(const UndoReport& report, const Arguments& arguments) {
  std::printf("%s %s undone, %llu need no change, %zu left as they are\n",
              counted(report.undone, "customer").c_str(), arguments.apply ? "were" : "would be",
              static_cast<unsigned long long>(report.unchanged), report.left.size());
  for (const std::string& each : report.left) std::printf("  left: %s\n", each.c_str());
  if (!arguments.apply) std::puts("Nothing was written: run it again with --apply.");
  if (!report.left.empty()) return kRefused;
  return !arguments.apply && report.undone > 0 ? kDiffers : kDone;
}

// Plans, and with --apply also writes. Rows that are refused keep the others from being written,
// unless there is a file for them.
int plan_and_apply(const Arguments& arguments, const TransferStore& store, Prepared& prepared,
                   std::unique_ptr<Table> table) {
  ImportOptions& options = prepared.import;
  if (!store.store.read()->is_live(options.below))
    return report_failure(
        "--below is " + std::to_string(options.below.value) + ", which is no customer", kError);
  if (arguments.undo) {
    options.is_plan = !arguments.apply;
    const auto report = undo_import(store, *table, options);
    return report ? print_undone(*report, arguments) : report_failure(report.error(), kError);
  }
  print_description(*prepared.file, *table, options.key);
  const bool plans_first = arguments.apply && arguments.rejected.empty();
  for (const bool is_plan : {true, false}) {
    if (is_plan ? arguments.apply && !plans_first : !arguments.apply) continue;
    options.is_plan = is_plan;
    const auto report = run_import(store, *table, options);
    if (!report) return report_failure(report.error(), kError);
    const ImportCounts& counts = report->counts;
    if (is_plan && plans_first && counts.refused == 0) {
      if (const auto again = prepared.file->rewind(); !again)
        return report_failure(again.error(), kError);
      auto reopened = Table::open(*prepared.file, *prepared.finder, prepared.table);
      if (!reopened) return report_failure(reopened.error().front(), kError);
      table = std::move(*reopened);
      continue;
    }
    print_counts(*report, is_plan);
    std::printf("batch %s\n", options.batch.text().c_str());
    if (is_plan)
      std::puts(plans_first ? "Nothing was written, because rows are refused: correct them, or "
                              "name a file for them with --rejected."
                            : "Nothing was written: run it again with --apply.");
    if (counts.refused > 0) return kRefused;
    return is_plan && counts.made + counts.changed > 0 ? kDiffers : kDone;
  }
  return kDone;
}

int import(const Arguments& arguments) {
  std::unique_ptr<Table> table;
  auto prepared = prepare(arguments, table);
  if (!prepared) {
    for (const std::string& each : prepared.error()) (void)report_failure(each);
    return kError;
  }
  const auto code =
      with_store(arguments.place.location, arguments.place.key_file, arguments.apply,
                 [&](const TransferStore& store) {
                   return plan_and_apply(arguments, store, *prepared, std::move(table));
                 });
  return code ? *code : report_failure(code.error(), kError);
}

}  // namespace

Run define_import(CLI::App& command) {
  const auto options = std::make_shared<Arguments>();
  command.add_option("file", options->file, "CSV or JSON Lines, or - for standard input")
      ->required()
      ->type_name("FILE");
  add_store_options(command, options->place,
                    {.place = "Data folder or postgresql://…; with --apply no server may use the "
                              "folder",
                     .key_file = "Its sealing key; sealing.key in the folder otherwise"});
  command.add_flag("--apply", options->apply, "Write; without it only the plan is shown");
  command
      .add_option("--key", options->key,
                  "What finds a customer that exists already: uuid, id, external_id, account, "
                  "bill_ref, tax_number, name, or none if all are new")
      ->type_name("FIELD");
  command
      .add_option("--below", options->below,
                  "Id of the customer below which new ones stand if a row does not say it (1)")
      ->type_name("ID");
  command.add_option("--names", options->names, "A door whose names the columns have")
      ->type_name("DOOR");
  command.add_option("--map", options->map, "The field of a column")->type_name("COLUMN=FIELD");
  command.add_option("--ignore", options->ignore, "A column to pass over")->type_name("COLUMN");
  command.add_option("--value", options->values, "What a text in a column stands for")
      ->type_name("COLUMN:FROM=TO");
  command
      .add_option("--columns", options->columns,
                  "Names of the columns of a CSV file without a header, with commas")
      ->type_name("NAMES");
  command.add_option("--format", options->format, "csv or jsonl, if it is not found out")
      ->check(CLI::IsMember({"csv", "jsonl"}));
  command
      .add_option("--delimiter", options->delimiter,
                  "What separates cells, if it is not found out: one character, or tab")
      ->type_name("CHARACTER");
  command
      .add_option("--encoding", options->encoding,
                  "UTF-8, UTF-16, latin-1, windows-1252, …, if it is not found out")
      ->type_name("NAME");
  command
      .add_option("--rejected", options->rejected,
                  "File for refused rows, to be corrected and imported; the others are written")
      ->type_name("FILE");
  command.add_option("--reason", options->reason, "The reason, for history")->type_name("TEXT");
  command
      .add_option("--batch", options->batch,
                  "Id of the batch, or a word that makes the same file another batch")
      ->type_name("ID");
  command
      .add_option("--show", options->show,
                  "How many changes, and how many refused rows, to show (10)")
      ->type_name("NUMBER");
  command.add_flag(
      "--undo", options->undo,
      "Undo the import of this file with these options, except what was changed since");
  return [options] { return import(*options); };
}

}  // namespace patchbay::app
