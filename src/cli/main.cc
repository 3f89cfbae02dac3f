// The program: parses the command line by the table of commands, and runs the command that it
// names.
#include <CLI/CLI.hpp>

#include "cli/command.h"

int main(int argc, char** argv) {
  CLI::App program{"Patchbay: one customer record, many doors."};
  program.require_subcommand(1);
  program.failure_message(CLI::FailureMessage::help);
  patchbay::app::Run run;
  for (const patchbay::app::Command& each : patchbay::app::commands()) {
    CLI::App* command = program.add_subcommand(std::string(each.name), std::string(each.help));
    command->callback([&run, own = each.define(*command)] { run = own; });
  }
  CLI11_PARSE(program, argc, argv);
  return run();
}
