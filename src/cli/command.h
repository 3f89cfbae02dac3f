// The commands of the program: rows of commands.def.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace patchbay::app {

// Does what a command is for, after its options were parsed. Returns the exit code of the process.
using Run = std::function<int()>;

struct Command {
  std::string_view name;
  std::string_view help;  // one line
  // Adds the options to `command`, which must outlive the result.
  Run (*define)(CLI::App& command);
};

// In the order in which the help lists them.
[[nodiscard]] std::span<const Command> commands();

// What is typed to use `command`: rows of examples.def, each one line or several.
[[nodiscard]] std::vector<std::string_view> examples_of(std::string_view command);

// Adds all commands to `program`, each with its examples. `run` is set to what the command that is
// parsed does. Both must outlive the parsing.
void add_commands(CLI::App& program, Run& run);

// The functions that the rows name, each in the file of its command.
#define COMMAND(name, function, help) [[nodiscard]] Run function(CLI::App& command);
#include "cli/commands.def"
#undef COMMAND

}  // namespace patchbay::app
