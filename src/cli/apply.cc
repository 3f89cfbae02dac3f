// The command `apply`.
#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/report_failure.h"
#include "app/systems/plan_file.h"
#include "base/result.h"
#include "base/wording.h"
#include "cli/command.h"
#include "cli/exit_codes.h"
#include "cli/remote/terminal.h"
#include "cli/systems/session.h"

namespace patchbay::app {
namespace {

using reach::Applied;

// Customers in a row without a clear reply, after which the system is taken to be down.
constexpr int kUnclearMax = 5;

struct ApplyArguments {
  VerifyArguments place;
  std::string plan;
};

bool writes_record(const PlanFile& plan) {
  return std::ranges::any_of(plan.changes, [](const reach::PlannedChange& change) {
    return std::ranges::any_of(change.writes, [](const reach::PlannedWrite& write) {
      return write.to == reach::Operation::To::record;
    });
  });
}

void print_result(const reach::PlannedChange& change, const Applied& applied) {
  if (applied.result == Applied::Result::linked) return;
  std::printf("%s %s", std::string(word(applied.result)).c_str(), on_one_line(change.name).c_str());
  for (const reach::PlannedWrite& each : change.writes)
    std::printf("%s%s", &each == change.writes.data() ? ": " : ", ", each.name.c_str());
  std::printf("%s%s\n", applied.why.empty() ? "" : "; ", on_one_line(applied.why).c_str());
}

int print_results(const std::map<Applied::Result, std::size_t>& counts) {
  std::string out;
  for (const auto& [result, count] : counts)
    out += (out.empty() ? "" : ", ") + std::to_string(count) + ' ' + std::string(word(result));
  std::printf("%s\n", out.empty() ? "nothing to do" : out.c_str());
  if (counts.contains(Applied::Result::unclear)) return kError;
  for (const Applied::Result bad : {Applied::Result::stale, Applied::Result::refused})
    if (counts.contains(bad)) return kRefused;
  return kDone;
}

int apply_all(const PlanFile& plan, SystemSession& session) {
  reach::Application application(session.description, session.records, session.remote,
                                 session.links);
  std::map<Applied::Result, std::size_t> counts;
  int unclear = 0;
  for (const reach::PlannedChange& each : plan.changes) {
    const auto applied = application.apply(each);
    if (!applied) return report_failure(applied.error(), kError);
    print_result(each, *applied);
    std::fflush(stdout);
    ++counts[applied->result];
    unclear = applied->result == Applied::Result::unclear ? unclear + 1 : 0;
    if (unclear == kUnclearMax)
      return report_failure(
          session.file.name + " does not answer: run the same command again to go on", kError);
  }
  return print_results(counts);
}

std::expected<int, std::string> apply_plan(const ApplyArguments& arguments, const PlanFile& plan) {
  const auto file = read_system_file(plan.system_file);
  if (!file) return report_all(file.error());
  if (file->digest != plan.system_digest)
    return report_failure(
        plan.system_file + " has changed since the plan was made: make another plan", kRefused);
  return with_system(arguments.place, *file,
                     {.writes_record = writes_record(plan), .links = LinkFile::Use::write},
                     [&](SystemSession& session) { return apply_all(plan, session); });
}

int apply_file(const ApplyArguments& arguments) {
  const auto text = read_system_data(arguments.plan);
  if (!text) return report_failure(arguments.plan + ' ' + text.error().text, kError);
  const auto plan = parse_plan(*text);
  if (!plan) return report_failure(arguments.plan + ' ' + plan.error(), kError);
  const auto code = apply_plan(arguments, *plan);
  return code ? *code : report_failure(code.error(), kError);
}

}  // namespace

Run define_apply(CLI::App& command) {
  const auto arguments = std::make_shared<ApplyArguments>();
  command.add_option("plan", arguments->plan, "A file that plan wrote")
      ->required()
      ->type_name("FILE");
  add_store_options(command, arguments->place,
                    {.place = "Data folder or postgresql://…; if the plan changes customers here, "
                              "no server may use the folder",
                     .key_file = "Its sealing key; sealing.key in the folder otherwise"});
  command.footer(
      "What has changed since the plan was made is left alone. The same plan can be applied again "
      "after a failure: what is done already is recognised. Exits with 0 if all is done, 2 after a "
      "failure, and 3 if something was refused or has changed.");
  return [arguments] { return apply_file(*arguments); };
}

}  // namespace patchbay::app
