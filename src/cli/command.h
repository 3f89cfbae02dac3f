// The commands of the program: rows of commands.def.
#pragma once

#include <functional>
#include <span>
#include <string_view>

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

// The functions that the rows name, each in the file of its command.
#define COMMAND(name, function, help) [[nodiscard]] Run function(CLI::App& command);
#include "cli/commands.def"
#undef COMMAND

}  // namespace patchbay::app
