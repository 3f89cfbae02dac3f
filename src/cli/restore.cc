// The command `restore`.
#include <memory>

#include <CLI/CLI.hpp>

#include "app/config/config.h"
#include "cli/backup.h"
#include "cli/command.h"

namespace patchbay::app {

Run define_restore(CLI::App& command) {
  const auto options = std::make_shared<TransferOptions>();
  options->to = standard_config().data;
  command.add_option("backup", options->from, "Folder of the backup")
      ->required()
      ->type_name("FROM");
  command.add_option("--data", options->to, "Data folder; not there yet, or empty")
      ->type_name("DIR");
  add_transfer_options(command, *options,
                       "Sealing key to put there; the one in the backup if there is one");
  return with_output(command, [options](Output& output) { return restore(*options, output); });
}

}  // namespace patchbay::app
