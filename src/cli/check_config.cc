// The command `check-config`.
#include <memory>

#include <CLI/CLI.hpp>

#include "app/config/config_check.h"
#include "app/report_failure.h"
#include "cli/output.h"
#include "cli/setting_flags.h"

namespace patchbay::app {

Run define_check_config(CLI::App& command) {
  const auto flags = std::make_shared<SettingFlags>();
  flags->add_to(command);
  return with_output(command, [flags, &command](Output& output) {
    const auto config = load_config(flags->sources(command));
    if (!config) return report_failures(config.error());
    if (const auto wrong = config_problems(*config, /*demo=*/false); !wrong.empty())
      return report_failures(wrong);
    return output.tell(0, wire::Tree(wire::Object{{"good", wire::Tree(true)}}),
                       "the configuration is good\n");
  });
}

}  // namespace patchbay::app
