// The command `import`: plans, makes or undoes the changes that the rows of a file stand for.
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/report_failure.h"
#include "app/store_keys.h"
#include "app/transfer/import_request.h"
#include "app/transfer/server_import.h"
#include "base/result.h"
#include "base/wording.h"
#include "cli/exit_codes.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/store_flags.h"
#include "cli/transfer/output_file.h"
#include "cli/transfer/service.h"
#include "doors/native/customers/files_reply.h"

namespace patchbay::app {
namespace {

struct Arguments {
  StoreFlags flags;
  StorePlace place;
  ImportRequest request{};
  std::string file;
  std::string rejected;
  std::string reason;
  std::size_t show = 10;
  bool apply = false;
  bool undo = false;
};

FilesRead files_read(const Arguments& arguments) {
  return {arguments.file, key_file_of(arguments.place.location, arguments.place.key_file).string()};
}

std::string number(std::uint64_t count) { return std::to_string(count); }

std::string description(PreparedImport& prepared) {
  const InputFile& file = prepared.file();
  const RowKey& key = prepared.key();
  std::string out = file.name() + ": " + describe(file, prepared.table()) + '\n';
  for (const Column& each : prepared.table().columns()) {
    const std::string meaning = each.meaning();
    out += "  " + on_one_line(each.name) + " -> " + meaning +
           (meaning == key.name ? ", the key\n" : "\n");
  }
  if (key.kind == RowKey::Kind::none) out += "  no key: every row is a new customer\n";
  return out;
}

std::string counts_of(const ImportReport& report, bool is_plan) {
  const ImportCounts& counts = report.counts;
  std::string out = counted(counts.rows, "row") + ": " + number(counts.made) + " new, " +
                    number(counts.changed) + " changed, " + number(counts.unchanged) +
                    " unchanged, " + number(counts.refused) + " refused\n";
  if (counts.written_before > 0)
    out += "  " + counted(counts.written_before, "row was", "rows were") +
           " done before, by the same batch; --batch WORD makes it another one\n";
  for (const ImportChange& each : report.changes) out += "  " + on_one_line(each.sentence()) + '\n';
  const std::uint64_t changes = counts.made + counts.changed;
  if (is_plan && changes > report.changes.size())
    out += "  and " + counted(changes - report.changes.size(), "change") + " more\n";
  for (const ImportFault& each : report.faults)
    out += "  refused: " + on_one_line(each.sentence()) + '\n';
  if (counts.refused > report.faults.size())
    out += "  and " + counted(counts.refused - report.faults.size(), "row") + " more refused\n";
  return out;
}

int tell_undone(const UndoReport& report, const Arguments& arguments, Output& output) {
  std::string text = (arguments.apply ? counted(report.undone, "customer was", "customers were")
                                      : counted(report.undone, "customer") + " would be") +
                     " undone, " + number(report.unchanged) + " need no change, " +
                     number(report.left.size()) + " left as they are\n";
  wire::Array left;
  for (const std::string& each : report.left) {
    text += "  left: " + on_one_line(each) + '\n';
    left.emplace_back(each);
  }
  if (!arguments.apply) text += "Nothing was written: run it again with --apply.\n";
  const int code = !report.left.empty()                    ? kRefused
                   : !arguments.apply && report.undone > 0 ? kDiffers
                                                           : kDone;
  return output.tell(code,
                     wire::Tree(wire::Object{
                         {"applied", wire::Tree(arguments.apply)},
                         {"undone", wire::Tree(static_cast<std::int64_t>(report.undone))},
                         {"unchanged", wire::Tree(static_cast<std::int64_t>(report.unchanged))},
                         {"left", wire::Tree(std::move(left))}}),
                     text);
}

// The file of refused rows, which is there once the first one is written.
class RejectedRows {
 public:
  RejectedRows(std::string path, FilesRead read) : path_(std::move(path)), read_(std::move(read)) {}
  [[nodiscard]] std::expected<void, std::string> write(std::string_view text) {
    if (!file_) file_ = TRY(OutputFile::open(path_, packing_by_name(path_), read_));
    return file_->write(text);
  }
  [[nodiscard]] std::expected<void, std::string> finish() {
    if (!file_) return {};
    return file_->finish();
  }

 private:
  const std::string path_;
  const FilesRead read_;
  std::unique_ptr<OutputFile> file_;
};

std::expected<ImportReport, ImportError> run(const TransferStore& store, PreparedImport& prepared,
                                             ImportOptions options, const Arguments& arguments) {
  RejectedRows rejected(arguments.rejected, files_read(arguments));
  Progress progress("importing", "rows");
  if (!arguments.rejected.empty())
    options.rejected = [&](std::string_view text) { return rejected.write(text); };
  options.progress = [&](std::uint64_t done, std::uint64_t /*all*/) {
    progress.update(done);
    return true;
  };
  auto report = run_import(store, prepared.table(), options);
  if (report) TRY_DO(rejected.finish());
  return report;
}

int undo(const TransferStore& store, PreparedImport& prepared, ImportOptions options,
         const Arguments& arguments, Output& output) {
  Progress progress("undoing", "customers");
  options.is_plan = !arguments.apply;
  options.progress = [&](std::uint64_t done, std::uint64_t all) {
    progress.update(done, all);
    return true;
  };
  const auto report = undo_import(store, prepared.table(), options);
  return report ? tell_undone(*report, arguments, output)
                : report_failure(report.error().what, kError);
}

// Plans, and with --apply also writes. Rows that are refused keep the others from being written,
// unless there is a file for them.
int plan_and_apply(const Arguments& arguments, const TransferStore& store, PreparedImport& prepared,
                   Output& output) {
  ImportOptions options{.key = prepared.key(),
                        .below = arguments.request.below,
                        .batch = prepared.batch(),
                        .reason = arguments.reason,
                        .shown = arguments.show};
  if (!store.store.read()->is_live(options.below))
    return report_failure(
        "--below is " + std::to_string(options.below.value) + ", which is no customer", kError);
  if (arguments.undo) return undo(store, prepared, std::move(options), arguments, output);
  // An import of many rows takes a while: what it was found to be is shown before.
  if (!output.is_json()) std::fputs(on_lines(description(prepared)).c_str(), stdout);
  const bool plans_first = arguments.apply && arguments.rejected.empty();
  for (const bool is_plan : {true, false}) {
    if (is_plan ? arguments.apply && !plans_first : !arguments.apply) continue;
    options.is_plan = is_plan;
    const auto report = run(store, prepared, options, arguments);
    if (!report) return report_failure(report.error().what, kError);
    const ImportCounts& counts = report->counts;
    if (is_plan && plans_first && counts.refused == 0) {
      if (const auto again = prepared.rewind(); !again)
        return report_failure(again.error(), kError);
      continue;
    }
    std::string text = counts_of(*report, is_plan) + "batch " + options.batch.text() + '\n';
    if (is_plan)
      text += plans_first ? "Nothing was written, because rows are refused: correct them, or name "
                            "a file for them with --rejected.\n"
                          : "Nothing was written: run it again with --apply.\n";
    const int code = counts.refused > 0                            ? kRefused
                     : is_plan && counts.made + counts.changed > 0 ? kDiffers
                                                                   : kDone;
    return output.tell(code, doors::native::import_json(to_outcome(prepared, *report, is_plan)),
                       text);
  }
  return kDone;
}

int import(const Arguments& arguments, Output& output) {
  if (output.is_json() && arguments.rejected == "-")
    return report_failure(
        "--json and --jq say what became of the rows, so --rejected must name a file", kError);
  // Before anything is written, for which the file would then lack.
  if (const auto apart = OutputFile::must_be_apart(arguments.rejected, files_read(arguments));
      !apart)
    return report_failure("--rejected " + apart.error(), kError);
  auto file = InputFile::open(arguments.file, arguments.request.encoding);
  if (!file) return report_failure(file.error(), kError);
  auto prepared = PreparedImport::make(arguments.request, std::move(*file));
  if (!prepared) {
    for (const std::string& each : prepared.error()) (void)report_failure(each);
    return kError;
  }
  const auto code =
      with_store(arguments.place, arguments.apply, "send it the file: POST /v1/import",
                 [&](const TransferStore& store) {
                   return plan_and_apply(arguments, store, *prepared, output);
                 });
  return code ? *code : report_failure(code.error(), kError);
}

}  // namespace

Run define_import(CLI::App& command) {
  const auto options = std::make_shared<Arguments>();
  command.add_option("file", options->file, "CSV or JSON Lines, or - for standard input")
      ->required()
      ->type_name("FILE");
  options->flags.add_to(
      command, {.place = "Data folder or postgresql://…; with --apply no server may use the "
                         "folder",
                .key_file = "Its sealing key; sealing.key in the folder otherwise"});
  command.add_flag("--apply", options->apply, "Write; without it only the plan is shown");
  command
      .add_option("--key", options->request.key,
                  "What finds a customer that exists already: uuid, id, external_id, account, "
                  "bill_ref, tax_number, name, links/NUMBER (its id in that outside system), or "
                  "none if all are new")
      ->type_name("FIELD");
  command
      .add_option("--below", options->request.below.value,
                  "Id of the customer below which new ones stand if a row does not say it (1)")
      ->type_name("ID");
  command.add_option("--names", options->request.names, "A door whose names the columns have")
      ->type_name("DOOR");
  command.add_option("--map", options->request.map, "The field of a column")
      ->type_name("COLUMN=FIELD");
  command.add_option("--ignore", options->request.ignore, "A column to pass over")
      ->type_name("COLUMN");
  command.add_option("--value", options->request.values, "What a text in a column stands for")
      ->type_name("COLUMN:FROM=TO");
  command
      .add_option("--columns", options->request.columns,
                  "Names of the columns of a CSV file without a header, with commas")
      ->type_name("NAMES");
  command.add_option("--format", options->request.format, "csv or jsonl, if it is not found out")
      ->check(CLI::IsMember({"csv", "jsonl"}));
  command
      .add_option("--delimiter", options->request.delimiter,
                  "What separates cells, if it is not found out: one character, or tab")
      ->type_name("CHARACTER");
  command
      .add_option("--encoding", options->request.encoding,
                  "UTF-8, UTF-16, latin-1, windows-1252, …, if it is not found out")
      ->type_name("NAME");
  command
      .add_option("--rejected", options->rejected,
                  "File for refused rows, to be corrected and imported; the others are written")
      ->type_name("FILE");
  command.add_option("--reason", options->reason, "The reason, for history")->type_name("TEXT");
  command
      .add_option("--batch", options->request.batch,
                  "Id of the batch, or a word that makes the same file another batch")
      ->type_name("ID");
  command
      .add_option("--show", options->show,
                  "How many changes, and how many refused rows, to show (10)")
      ->type_name("NUMBER");
  command.add_flag(
      "--undo", options->undo,
      "Undo the import of this file with these options, except what was changed since");
  return with_place(command, options, import);
}

}  // namespace patchbay::app
