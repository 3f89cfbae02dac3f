// The rows of commands.def as values.
#include "cli/command.h"

namespace patchbay::app {
namespace {

constexpr Command kCommands[] = {
#define COMMAND(name, function, help) {name, help, function},
#include "cli/commands.def"
#undef COMMAND
};

}  // namespace

std::span<const Command> commands() { return kCommands; }

}  // namespace patchbay::app
