// Flags by the table of settings.
#include "cli/setting_flags.h"

#include <CLI/CLI.hpp>
#include <unistd.h>

extern char** environ;

namespace patchbay::app {

std::vector<std::pair<std::string, std::string>> environment_variables() {
  std::vector<std::pair<std::string, std::string>> out;
  for (char** each = environ; *each; ++each) {
    const std::string_view entry = *each;
    const auto equals = entry.find('=');
    if (equals != std::string_view::npos)
      out.emplace_back(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return out;
}

namespace {

// Some settings have a short name too.
std::string flag_names(const Setting& setting) {
  std::string out = "--" + setting.name();
  if (setting.name() == "server.listen") out = "--listen," + out;
  if (setting.name() == "store.data") out = "--data," + out;
  if (setting.name() == "store.key_file") out = "--key-file," + out;
  return out;
}

}  // namespace

void SettingFlags::add_to(CLI::App& command) {
  command.add_option("--config", file_, "TOML file with settings")->type_name("FILE");
  std::size_t i = 0;
  for (const Setting& each : settings())
    command.add_option(flag_names(each), values_[i++], std::string(each.meaning))
        ->type_name(std::string(each.allowed()))
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
        ->group(kSettingsGroup);
}

Sources SettingFlags::sources(const CLI::App& command) const {
  Sources sources{file_, environment_variables(), {}};
  std::size_t i = 0;
  for (const Setting& each : settings()) {
    if (command.count("--" + each.name()) > 0) sources.flags.emplace_back(each.name(), values_[i]);
    ++i;
  }
  return sources;
}

}  // namespace patchbay::app
