// Reads the settings of a store.
#include "cli/store_flags.h"

#include <CLI/CLI.hpp>

#include "cli/setting_flags.h"

namespace patchbay::app {
namespace {

constexpr const char* kData = "store.data";
constexpr const char* kKeyFile = "store.key_file";

}  // namespace

std::string with_advice(store::OpenError why, std::string_view instead) {
  if (why.kind == store::OpenError::Kind::folder_in_use)
    why.what += ": stop the server first, or " + std::string(instead);
  return std::move(why.what);
}

void StoreFlags::add_to(CLI::App& command, const StoreFlagsHelp& help) {
  command
      .add_option("--config", config_, "TOML file with settings, of which those of the store count")
      ->type_name("FILE");
  command.add_option(help.place_flag + ",--" + kData, data_, help.place)
      ->type_name("PLACE")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  command.add_option(help.key_flags + ",--" + kKeyFile, key_file_, help.key_file)
      ->type_name("FILE")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

std::expected<StorePlace, std::vector<std::string>> StoreFlags::place() const {
  Sources sources{config_, environment_variables(), {}};
  if (data_) sources.flags.emplace_back(kData, *data_);
  if (key_file_) sources.flags.emplace_back(kKeyFile, *key_file_);
  auto config = load_config(sources);
  if (!config) return std::unexpected(std::move(config.error()));
  return StorePlace{std::move(config->data), std::move(config->key_file), config->store};
}

}  // namespace patchbay::app
