// The file that describes an outside system.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/secret.h"
#include "reach/systems/description.h"
#include "reach/systems/remote.h"

namespace patchbay::app {

// What the file says, checked. Paths in it count from its folder.
struct SystemFile {
  std::string name;
  std::string dialect;
  std::string address;
  std::string transport;
  std::string username;
  std::string secret_file;
  std::int64_t below = 1;
  std::string there;
  std::vector<std::string> match{};
  bool make = false;
  std::int64_t make_max = 100;
  std::vector<std::string> ignore{};
  std::int64_t per_second = 10;
  std::int64_t timeout_s = 30;
  std::string allow_addresses;
  bool plain_http = false;
  std::string authorities;
  std::string links;

  // From the tables [fields] and [new], and from what the keys name.
  reach::SystemDescription description{};
  reach::RemoteOptions remote{};
  std::vector<std::string> allowed_addresses{};
  // Of the whole text: a plan is applied with the description that it was made with.
  std::string digest{};
};

// A row of system_settings.def.
struct SystemSetting {
  std::string_view key;
  std::string_view kind;  // "text", "whole", "flag" or "texts"
  bool is_required;
  std::string_view meaning;
};
[[nodiscard]] std::span<const SystemSetting> system_settings();

// The errors are sentences for the operator: everything that is wrong.
[[nodiscard]] std::expected<SystemFile, std::vector<std::string>> read_system_file(
    const std::filesystem::path& file);

}  // namespace patchbay::app
