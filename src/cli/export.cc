// The command `export`: writes customers to a file.
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/report_failure.h"
#include "app/store_keys.h"
#include "app/transfer/exporter.h"
#include "base/result.h"
#include "base/text.h"
#include "base/timestamps.h"
#include "base/wording.h"
#include "cli/exit_codes.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/store_flags.h"
#include "cli/transfer/output_file.h"
#include "store/open.h"
#include "store/postgresql/location.h"

namespace patchbay::app {
namespace {

struct ExportArguments {
  StoreFlags flags;
  StorePlace place;
  std::string file = "-";
  std::int64_t below = kRoot.value;
  std::string fields;
  std::string format;
  std::string packing;
  std::string at;
};

// The name without the ending of its packing.
std::string_view unpacked_name(std::string_view path) {
  for (const std::string_view ending : {".gz", ".zst"})
    if (path.ends_with(ending)) path.remove_suffix(ending.size());
  return path;
}

// CSV on standard output, if nothing says another format.
std::expected<TableFormat, std::string> format_of(const ExportArguments& arguments) {
  if (!arguments.format.empty())
    return arguments.format == "jsonl" ? TableFormat::json_lines : TableFormat::csv;
  const std::string name = lower(unpacked_name(arguments.file));
  if (name.ends_with(".jsonl") || name.ends_with(".ndjson")) return TableFormat::json_lines;
  if (name == "-" || name.ends_with(".csv")) return TableFormat::csv;
  return std::unexpected(arguments.file +
                         " does not end in .csv, .jsonl or .ndjson: say --format csv or jsonl");
}

Packing packing_of(const ExportArguments& arguments) {
  if (arguments.packing == "gz") return Packing::gzip;
  if (arguments.packing == "zst") return Packing::zstd;
  return arguments.packing == "none" ? Packing::none : packing_by_name(arguments.file);
}

std::expected<ExportOptions, std::string> options_of(const ExportArguments& arguments) {
  ExportOptions out{.format = TRY(format_of(arguments)), .below = CustomerId{arguments.below}};
  if (!arguments.at.empty()) {
    const auto time = parse_time(arguments.at);
    if (!time) return std::unexpected("--at " + time.error());
    out.at = *time;
  }
  if (arguments.fields.empty()) {
    out.columns = standard_columns();
    return out;
  }
  std::vector<std::string> names;
  for (const std::string_view each : split(arguments.fields, ',')) names.emplace_back(trim(each));
  auto columns = columns_named(names);
  if (!columns) return std::unexpected("--fields " + columns.error());
  out.columns = std::move(*columns);
  return out;
}

std::expected<std::uint64_t, std::string> write_export(const ExportArguments& arguments) {
  const ExportOptions options = TRY(options_of(arguments));
  const std::string& location = arguments.place.location;
  TRY_DO(store::must_be_a_store(location));
  const std::string key_file = key_file_of(location, arguments.place.key_file).string();
  const auto integrity = TRY(load_integrity(location, key_file));
  const auto file = TRY(OutputFile::open(arguments.file, packing_of(arguments), {key_file}));
  std::expected<std::uint64_t, std::string> count = 0;
  Progress progress("exporting", "customers");
  TRY_DO(read_store(location, integrity, [&](const store::OpenReader& open) {
    const auto reader = open();
    if (!reader->customer(options.below))
      count = std::unexpected("--below is " + std::to_string(options.below.value) +
                              ", which is no customer");
    else
      count = export_customers(
          *reader, options, [&](std::string_view text) { return file->write(text); },
          [&](std::uint64_t done) { progress.update(done); });
  }));
  if (count) TRY_DO(file->finish());
  return count;
}

int export_to_file(const ExportArguments& arguments, Output& output) {
  if (output.is_json() && arguments.file == "-")
    return report_failure(
        "--json and --jq say what was written to a file: name the file, or leave them out", kError);
  const auto count = write_export(arguments);
  if (!count) return report_failure(count.error(), kError);
  std::fprintf(stderr, "exported %s\n", counted(*count, "customer").c_str());
  if (!output.is_json()) return kDone;
  return output.tell(
      kDone,
      wire::Tree(wire::Object{{"file", arguments.file},
                              {"customers", wire::Tree(static_cast<std::int64_t>(*count))}}),
      {});
}

}  // namespace

Run define_export(CLI::App& command) {
  const auto options = std::make_shared<ExportArguments>();
  command
      .add_option("file", options->file,
                  "File that is written, in place of an earlier one; - for standard output")
      ->type_name("FILE");
  options->flags.add_to(
      command, {.place = "Data folder or postgresql://…; servers may hold it",
                .key_file = "Its sealing key; sealing.key in the folder otherwise. Without "
                            "one, hashes are not checked"});
  command
      .add_option("--below", options->below, "Id of the customer below which all are exported (1)")
      ->type_name("ID");
  command
      .add_option("--fields", options->fields,
                  "Columns with commas between them: uuid, id, parent, version, any field, "
                  "addresses, contacts, addresses/main/city, contacts/primary/email, …")
      ->type_name("NAMES");
  command
      .add_option(
          "--format", options->format,
          "csv or jsonl; by the ending of the file's name otherwise, and csv on standard output")
      ->check(CLI::IsMember({"csv", "jsonl"}));
  command
      .add_option("--compress", options->packing, "gz, zst or none; by the file's name otherwise")
      ->check(CLI::IsMember({"gz", "zst", "none"}));
  command.add_option("--at", options->at, "As it was at this time")->type_name("TIME");
  return with_place(command, options, export_to_file);
}

}  // namespace patchbay::app
