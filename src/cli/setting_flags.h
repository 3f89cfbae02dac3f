// The flags of the commands that read the configuration: one for each setting, and --config.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/config/config.h"

namespace CLI {
class App;
}

namespace patchbay::app {

// Below which help lists them.
inline constexpr const char* kSettingsGroup =
    "Settings (also in the file and as environment variables)";

// All variables of the process, each with its value.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> environment_variables();

class SettingFlags {
 public:
  // Adds the flags to `command`, which keeps pointers into this.
  void add_to(CLI::App& command);
  // The file, the environment and the flags that were given to `command`, which was parsed.
  [[nodiscard]] Sources sources(const CLI::App& command) const;

 private:
  std::string file_;
  std::vector<std::string> values_ = std::vector<std::string>(settings().size());
};

}  // namespace patchbay::app
