// The command `help`.
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/report_failure.h"
#include "base/nearest.h"
#include "cli/command.h"
#include "cli/exit_codes.h"

namespace patchbay::app {
namespace {

int print_help(const CLI::App& program, const std::string& wanted) {
  if (wanted.empty()) {
    std::fputs(program.help().c_str(), stdout);
    return kDone;
  }
  std::vector<std::string_view> names;
  for (const Command& each : commands()) {
    names.push_back(each.name);
    if (each.name == wanted) {
      std::fputs(program.get_subcommand(wanted)->help("patchbay").c_str(), stdout);
      return kDone;
    }
  }
  const std::string_view near = nearest(wanted, names);
  return report_failure("there is no command \"" + wanted + '"' +
                            (near.empty() ? "" : "; the nearest is " + std::string(near)),
                        kError);
}

}  // namespace

Run define_help(CLI::App& command) {
  const auto wanted = std::make_shared<std::string>();
  command.add_option("name", *wanted, "The name of a command");
  return [wanted, &command] { return print_help(*command.get_parent(), *wanted); };
}

}  // namespace patchbay::app
