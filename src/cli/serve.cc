// The command `serve`.
#include "app/serve/serve.h"

#include <memory>

#include <CLI/CLI.hpp>

#include "app/report_failure.h"
#include "cli/command.h"
#include "cli/setting_flags.h"

namespace patchbay::app {
namespace {

struct ServeFlags {
  SettingFlags settings;
  bool demo = false;
};

}  // namespace

Run define_serve(CLI::App& command) {
  const auto flags = std::make_shared<ServeFlags>();
  flags->settings.add_to(command);
  command.add_flag("--demo", flags->demo,
                   "Fill an empty data folder with the demo; such a folder is served on loopback "
                   "addresses only");
  return [flags, &command] {
    const Sources sources = flags->settings.sources(command);
    const auto config = load_config(sources);
    if (!config) return report_failures(config.error());
    return serve({*config, sources, flags->demo});
  };
}

}  // namespace patchbay::app
