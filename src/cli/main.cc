// The program: parses the command line by the table of commands, and runs the command that it
// names.
#include <cstdio>

#include <CLI/CLI.hpp>

#include "app/report_failure.h"
#include "base/utf8.h"
#include "base/version.h"
#include "cli/command.h"
#include "cli/exit_codes.h"
#include "cli/wrong_line.h"

// Read by jemalloc as it starts. A block of memory that is free may be split for one that is up to
// 2^8 times as small, in place of 2^6: an import, which takes and frees 15 KiB for each row, then
// has half as many page faults, and holds a quarter less.
extern "C" const char* malloc_conf;
const char* malloc_conf = "lg_extent_max_active_fit:8";

int main(int argc, char** argv) {
  CLI::App program{"Patchbay: one customer record, many doors."};
  program.name("patchbay");
  program.require_subcommand(1);
  program.set_version_flag("--version", "patchbay " + patchbay::program_version());
  patchbay::app::Run run;
  patchbay::app::add_commands(program, run);
  // What is kept, and what is printed as JSON, is UTF-8.
  for (int i = 1; i < argc; ++i)
    if (!patchbay::utf8::is_valid(argv[i]))
      return patchbay::app::report_failure(
          "argument " + std::to_string(i) +
              " is not UTF-8: set the shell to a UTF-8 locale, or rename the file",
          patchbay::app::kError);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return program.exit(error);
    std::fputs(patchbay::app::describe_wrong_line(program, error).c_str(), stderr);
    return patchbay::app::kError;
  }
  return run();
}
