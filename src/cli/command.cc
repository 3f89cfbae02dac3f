// The rows of commands.def and examples.def as values.
#include "cli/command.h"

#include <string>

#include <CLI/CLI.hpp>

namespace patchbay::app {
namespace {

constexpr Command kCommands[] = {
#define COMMAND(name, function, help) {name, help, function},
#include "cli/commands.def"
#undef COMMAND
};

struct Example {
  std::string_view command;
  std::string_view text;
};
constexpr Example kExamples[] = {
#define EXAMPLE(command, text) {command, text},
#include "cli/examples.def"
#undef EXAMPLE
};

// Behind what the command itself says at the end of its help.
std::string footer_of(const CLI::App& command, std::string_view name) {
  std::string out = command.get_footer();
  const auto examples = examples_of(name);
  if (examples.empty()) return out;
  out += std::string(out.empty() ? "" : "\n\n") + (examples.size() > 1 ? "Examples:" : "Example:");
  for (const std::string_view each : examples) out += "\n  " + std::string(each);
  return out;
}

}  // namespace

std::span<const Command> commands() { return kCommands; }

std::vector<std::string_view> examples_of(std::string_view command) {
  std::vector<std::string_view> out;
  for (const Example& each : kExamples) {
    if (each.command != command) continue;
    for (std::string_view rest = each.text; !rest.empty();) {
      const auto end = rest.find('\n');
      out.push_back(rest.substr(0, end));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
  }
  return out;
}

void add_commands(CLI::App& program, Run& run) {
  for (const Command& each : commands()) {
    CLI::App* const command =
        program.add_subcommand(std::string(each.name), std::string(each.help));
    command->callback([&run, own = each.define(*command)] { run = own; });
    command->footer(footer_of(*command, each.name));
  }
}

}  // namespace patchbay::app
