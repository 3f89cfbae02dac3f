// Carries out an import with the rights of its caller. Messages name options as parameters.
#include "app/transfer/server_import.h"

#include <algorithm>

#include <unistd.h>

#include "app/transfer/import_request.h"
#include "app/transfer/server_transfers.h"
#include "base/result.h"
#include "base/text.h"
#include "base/wording.h"

namespace patchbay::app {
namespace {

// "--map" as "`map`".
std::string as_parameters(std::string_view text) {
  std::string out;
  for (;;) {
    const auto at = text.find("--");
    out += text.substr(0, at);
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at + 2);
    const auto end = std::ranges::find_if_not(text, [](char c) { return c >= 'a' && c <= 'z'; });
    const auto name = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    if (name.empty())
      out += "--";
    else
      out.append("`").append(name == "value" ? "values" : name).append("`");
    text.remove_prefix(name.size());
  }
}

ImportRequest request_of(const core::Transfers::ImportJob& job) {
  const core::ImportCustomers& wanted = job.wanted;
  return {.key = wanted.key,
          .below = job.below,
          .names = wanted.names,
          .map = wanted.map,
          .ignore = wanted.ignore,
          .values = wanted.values,
          .columns = wanted.columns,
          .format = wanted.format,
          .delimiter = wanted.delimiter,
          .encoding = wanted.encoding,
          .batch = wanted.batch,
          .author = std::to_string(job.principal)};
}

Fault about_file(const std::vector<std::string>& sentences) {
  std::vector<Problem> problems;
  for (const std::string& each : sentences)
    problems.push_back({ErrorKind::invalid, {}, as_parameters(each), 0});
  return Fault(std::move(problems));
}

Fault fault_of(const ImportError& error) {
  if (!error.fault) return about_file({error.what});
  if (error.fault->kind != ErrorKind::unavailable) return *error.fault;
  return passing_fault(ErrorKind::unavailable, error.what);
}

// Why nothing was written, and where the refused rows are.
Fault refused_rows(const ImportReport& report) {
  std::vector<Problem> out = {
      {ErrorKind::invalid,
       {},
       std::to_string(report.counts.refused) + " of " + counted(report.counts.rows, "row") +
           (report.counts.refused == 1 ? " is" : " are") +
           " refused, so nothing was written: correct them, or say refused=leave",
       0}};
  for (const ImportFault& each : report.faults)
    out.push_back({ErrorKind::invalid,
                   "line " + std::to_string(each.line) +
                       (each.column.empty() ? "" : ", column " + each.column),
                   as_parameters(each.what), 0});
  return Fault(std::move(out));
}

// Reads the whole file, so that nothing is written of one that is cut off or not as it must be.
Result<void> read_through(PreparedImport& prepared) {
  for (;;) {
    const auto row = prepared.table().next();
    if (!row) return std::unexpected(about_file({row.error()}));
    if (!*row) break;
  }
  const auto again = prepared.rewind();
  if (!again) return std::unexpected(about_file({again.error()}));
  return {};
}

std::expected<std::unique_ptr<InputFile>, std::string> open_file(
    const core::ImportCustomers& wanted, std::function<bool()> may_go_on) {
  constexpr const char* kName = "the file";
  InputFile::Bounds bounds{.unpacked_bytes_max = ServerTransfers::kUnpackedBytesMax,
                           .may_go_on = std::move(may_go_on)};
  if (!wanted.file)
    return InputFile::of_bytes(kName, *wanted.content, wanted.encoding, std::move(bounds));
  const off_t sent = std::max<off_t>(::lseek(wanted.file->get(), 0, SEEK_END), 0);
  bounds.unpacked_bytes_max =
      std::max(bounds.unpacked_bytes_max,
               static_cast<std::uint64_t>(sent) * ServerTransfers::kUnpackedTimesMax);
  return InputFile::of_file(kName, *wanted.file, wanted.encoding, std::move(bounds));
}

}  // namespace

core::Imported to_outcome(PreparedImport& prepared, const ImportReport& report, bool is_plan) {
  const Table& table = prepared.table();
  core::Imported out{.batch = prepared.batch(),
                     .is_plan = is_plan,
                     .file = describe(prepared.file(), table),
                     .key = prepared.key().name,
                     .rows = report.counts.rows,
                     .made = report.counts.made,
                     .changed = report.counts.changed,
                     .unchanged = report.counts.unchanged,
                     .refused = report.counts.refused,
                     .written_before = report.counts.written_before};
  for (const Column& each : table.columns()) out.columns.push_back({each.name, each.meaning()});
  for (const ImportChange& each : report.changes)
    out.changes.push_back({each.line, each.customer, each.what});
  for (const ImportFault& each : report.faults)
    out.faults.push_back({each.line, each.byte, each.column, each.what});
  return out;
}

namespace {

Result<core::Outcome> carry_out(const ServerImportContext& context,
                                const core::Transfers::ImportJob& job,
                                const std::function<bool()>& may_go_on) {
  const core::ImportCustomers& wanted = job.wanted;
  auto file = open_file(wanted, may_go_on);
  if (!file) return std::unexpected(about_file({file.error()}));
  auto prepared = PreparedImport::make(request_of(job), std::move(*file));
  if (!prepared) return std::unexpected(about_file(prepared.error()));
  ImportOptions options{.key = prepared->key(),
                        .below = job.below,
                        .reach = job.reach,
                        .principal = job.principal,
                        .caller = job.caller,
                        .batch = prepared->batch(),
                        .reason = job.reason,
                        .shown = std::min(wanted.shown, core::ImportCustomers::kShownMax)};
  options.progress = [&](std::uint64_t, std::uint64_t) { return may_go_on(); };
  const TransferStore store{
      .store = context.store, .service = context.service, .clock = context.clock};
  const bool plans = !wanted.applies || !wanted.leaves_refused;
  if (!plans) TRY_DO(read_through(*prepared));
  for (const bool is_plan : {true, false}) {
    if (is_plan && !plans) continue;
    options.is_plan = is_plan;
    const auto report = run_import(store, prepared->table(), options);
    if (!report) return std::unexpected(fault_of(report.error()));
    if (is_plan && wanted.applies && report->counts.refused > 0)
      return std::unexpected(refused_rows(*report));
    if (!is_plan || !wanted.applies) {
      core::Imported out = to_outcome(*prepared, *report, is_plan);
      out.file = as_parameters(out.file);
      for (auto& each : out.faults) each.what = as_parameters(each.what);
      return out;
    }
    if (const auto again = prepared->rewind(); !again)
      return std::unexpected(about_file({again.error()}));
  }
  return std::unexpected(Fault(ErrorKind::unavailable));
}

}  // namespace

Result<core::Outcome> import_for_server(const ServerImportContext& context,
                                        const core::Transfers::ImportJob& job) {
  const Instant until = context.clock.now().plus_seconds(ServerTransfers::kImportSeconds);
  const auto may_go_on = [&] { return context.may_go_on() && context.clock.now() < until; };
  auto out = carry_out(context, job, may_go_on);
  if (out || may_go_on()) return out;
  // What failed last failed because of the stop, and not because of the file.
  return std::unexpected(
      passing_fault(ErrorKind::unavailable, "the import was stopped: send it again to go on"));
}

}  // namespace patchbay::app
