// The command `anchor`.
#include <memory>

#include <CLI/CLI.hpp>

#include "app/observe/anchors.h"
#include "cli/command.h"
#include "cli/verify.h"

namespace patchbay::app {

Run define_anchor(CLI::App& command) {
  const auto arguments = std::make_shared<VerifyArguments>();
  add_store_options(command, *arguments,
                    {.place = "Data folder or postgresql://…; servers may hold it",
                     .key_file = "Its sealing key; sealing.key in the folder otherwise"});
  return [arguments] { return print_anchor(arguments->location, arguments->key_file); };
}

}  // namespace patchbay::app
