// The file that describes an outside system.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/systems/described.h"

namespace patchbay::app {

// What the file says, checked. Paths in it count from its folder.
struct SystemFile : OutsideSystem {
#define SYSTEM_SETTING(key, meaning) std::string key{};
#include "app/systems/system_settings.def"
#undef SYSTEM_SETTING

  reach::SystemDescription description{};
  reach::RemoteOptions remote{};
  std::vector<std::string> allowed_addresses{};
  // Of the whole text: a plan is applied with the description that it was made with.
  std::string digest{};
};

// A key that the file may have, and what it means.
struct SystemSetting {
  std::string_view key;
  bool is_required;
  std::string_view meaning;
};
[[nodiscard]] std::vector<SystemSetting> system_settings();

// The errors are sentences for the operator: everything that is wrong.
[[nodiscard]] std::expected<SystemFile, std::vector<std::string>> read_system_file(
    const std::filesystem::path& file);

}  // namespace patchbay::app
