// The command `apply`.
#include <memory>

#include <CLI/CLI.hpp>

#include "app/report_failure.h"
#include "app/systems/plan_file.h"
#include "cli/exit_codes.h"
#include "cli/systems/applying.h"
#include "cli/systems/session.h"

namespace patchbay::app {
namespace {

struct ApplyArguments {
  StoreFlags flags;
  StorePlace place;
  std::string plan;
};

std::expected<int, std::string> apply_plan(const ApplyArguments& arguments, const PlanFile& plan,
                                           Output& output) {
  const auto file = read_system_file(plan.system_file);
  if (!file) return report_all(file.error());
  if (file->digest != plan.system_digest)
    return report_failure(
        plan.system_file + " has changed since the plan was made: make another plan", kRefused);
  return with_system(
      arguments.place, *file,
      {.writes_record = writes_record(plan.changes), .links = LinkFile::Use::write},
      [&](SystemSession& session) { return apply_all(plan.changes, session, output); });
}

int apply_file(const ApplyArguments& arguments, Output& output) {
  const auto text = read_system_data(arguments.plan);
  if (!text) return report_failure(arguments.plan + ' ' + text.error().text, kError);
  const auto plan = parse_plan(*text);
  if (!plan) return report_failure(arguments.plan + ' ' + plan.error(), kError);
  const auto code = apply_plan(arguments, *plan, output);
  return code ? *code : report_failure(code.error(), kError);
}

}  // namespace

Run define_apply(CLI::App& command) {
  const auto arguments = std::make_shared<ApplyArguments>();
  command.add_option("plan", arguments->plan, "A file that plan wrote")
      ->required()
      ->type_name("FILE");
  arguments->flags.add_to(
      command, {.place = "Data folder or postgresql://…; if the plan changes customers here, "
                         "no server may use the folder",
                .key_file = "Its sealing key; sealing.key in the folder otherwise"});
  command.footer(
      "What has changed since the plan was made is left alone. The same plan can be applied again "
      "after a failure: what is done already is recognised. Exits with 0 if all is done, 2 after a "
      "failure, and 3 if something was refused or has changed.");
  return with_place(command, arguments, apply_file);
}

}  // namespace patchbay::app
