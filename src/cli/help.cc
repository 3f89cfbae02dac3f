// The command `help`.
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/exit_codes.h"
#include "cli/wrong_line.h"

namespace patchbay::app {
namespace {

int print_help(const CLI::App& program, const std::string& wanted) {
  if (wanted.empty()) {
    std::fputs(program.help().c_str(), stdout);
    return kDone;
  }
  for (const Command& each : commands()) {
    if (each.name != wanted) continue;
    std::fputs(program.get_subcommand(wanted)->help("patchbay").c_str(), stdout);
    return kDone;
  }
  std::fputs(describe_unknown_command(program, wanted).c_str(), stderr);
  return kError;
}

}  // namespace

Run define_help(CLI::App& command) {
  const auto wanted = std::make_shared<std::string>();
  command.add_option("name", *wanted, "The name of a command");
  return [wanted, &command] { return print_help(*command.get_parent(), *wanted); };
}

}  // namespace patchbay::app
