// The command `check-config`.
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/config/config_check.h"
#include "app/report_failure.h"
#include "cli/command.h"
#include "cli/setting_flags.h"

namespace patchbay::app {

Run define_check_config(CLI::App& command) {
  const auto flags = std::make_shared<SettingFlags>();
  flags->add_to(command);
  return [flags, &command] {
    const auto config = load_config(flags->sources(command));
    if (!config) return report_failures(config.error());
    if (const auto wrong = config_problems(*config, /*demo=*/false); !wrong.empty())
      return report_failures(wrong);
    std::puts("the configuration is good");
    return 0;
  };
}

}  // namespace patchbay::app
