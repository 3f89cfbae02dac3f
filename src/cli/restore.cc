// The command `restore`.
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/backup.h"
#include "cli/command.h"

namespace patchbay::app {

Run define_restore(CLI::App& command) {
  const auto options = std::make_shared<TransferOptions>();
  command.add_option("backup", options->folder, "Folder of the backup")
      ->required()
      ->type_name("FROM");
  options->flags.add_to(command, {.place = "Data folder; not there yet, or empty",
                                  .key_file = "Sealing key to put there; the one in the backup if "
                                              "there is one",
                                  .key_flags = "--key-file,--key"});
  add_rate(command, *options, ". Without it: no limit");
  return with_place(command, options, restore);
}

}  // namespace patchbay::app
