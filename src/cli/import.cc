// The command `import`: plans, makes or undoes the changes that the rows of a file stand for.
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/report_failure.h"
#include "app/transfer/import_request.h"
#include "base/result.h"
#include "base/wording.h"
#include "cli/command.h"
#include "cli/exit_codes.h"
#include "cli/progress.h"
#include "cli/transfer/output_file.h"
#include "cli/transfer/service.h"
#include "cli/verify.h"

namespace patchbay::app {
namespace {

struct Arguments {
  VerifyArguments place;
  ImportRequest request{};
  std::string file;
  std::string rejected;
  std::string reason;
  std::size_t show = 10;
  bool apply = false;
  bool undo = false;
};

void print_description(PreparedImport& prepared) {
  const InputFile& file = prepared.file();
  const RowKey& key = prepared.key();
  std::printf("%s: %s\n", file.name().c_str(), describe(file, prepared.table()).c_str());
  for (const Column& each : prepared.table().columns()) {
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
  if (counts.written_before > 0)
    std::printf("  %s before, by the same batch; --batch WORD makes it another one\n",
                (counted(counts.written_before, "row") +
                 (counts.written_before == 1 ? " was written" : " were written"))
                    .c_str());
  for (const ImportChange& each : report.changes) std::printf("  %s\n", each.sentence().c_str());
  const std::uint64_t changes = counts.made + counts.changed;
  if (is_plan && changes > report.changes.size())
    std::printf("  and %s more\n", counted(changes - report.changes.size(), "change").c_str());
  for (const ImportFault& each : report.faults)
    std::printf("  refused: %s\n", each.sentence().c_str());
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

// The file of refused rows, which is there once the first one is written.
class RejectedRows {
 public:
  explicit RejectedRows(std::string path) : path_(std::move(path)) {}
  [[nodiscard]] std::expected<void, std::string> write(std::string_view text) {
    if (!file_) file_ = TRY(OutputFile::open(path_, packing_by_name(path_)));
    return file_->write(text);
  }
  [[nodiscard]] std::expected<void, std::string> finish() {
    if (!file_) return {};
    return file_->finish();
  }

 private:
  const std::string path_;
  std::unique_ptr<OutputFile> file_;
};

std::expected<ImportReport, ImportError> run(const TransferStore& store, PreparedImport& prepared,
                                             ImportOptions options, const Arguments& arguments) {
  RejectedRows rejected(arguments.rejected);
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
         const Arguments& arguments) {
  Progress progress("undoing", "customers");
  options.is_plan = !arguments.apply;
  options.progress = [&](std::uint64_t done, std::uint64_t all) {
    progress.update(done, all);
    return true;
  };
  const auto report = undo_import(store, prepared.table(), options);
  return report ? print_undone(*report, arguments) : report_failure(report.error().what, kError);
}

// Plans, and with --apply also writes. Rows that are refused keep the others from being written,
// unless there is a file for them.
int plan_and_apply(const Arguments& arguments, const TransferStore& store,
                   PreparedImport& prepared) {
  ImportOptions options{.key = prepared.key(),
                        .below = arguments.request.below,
                        .batch = prepared.batch(),
                        .reason = arguments.reason,
                        .shown = arguments.show};
  if (!store.store.read()->is_live(options.below))
    return report_failure(
        "--below is " + std::to_string(options.below.value) + ", which is no customer", kError);
  if (arguments.undo) return undo(store, prepared, std::move(options), arguments);
  print_description(prepared);
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
  auto file = InputFile::open(arguments.file, arguments.request.encoding);
  if (!file) return report_failure(file.error(), kError);
  auto prepared = PreparedImport::make(arguments.request, std::move(*file));
  if (!prepared) {
    for (const std::string& each : prepared.error()) (void)report_failure(each);
    return kError;
  }
  const auto code = with_store(
      arguments.place.location, arguments.place.key_file, arguments.apply,
      [&](const TransferStore& store) { return plan_and_apply(arguments, store, *prepared); });
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
      .add_option("--key", options->request.key,
                  "What finds a customer that exists already: uuid, id, external_id, account, "
                  "bill_ref, tax_number, name, or none if all are new")
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
  return [options] { return import(*options); };
}

}  // namespace patchbay::app
