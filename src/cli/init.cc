// The command `init`: creates a store, its first principal, and a file with settings.
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/opened_store.h"
#include "app/report_failure.h"
#include "cli/config_writer.h"
#include "cli/setting_flags.h"
#include "cli/user.h"
#include "store/open.h"
#include "store/postgresql/location.h"

namespace patchbay::app {
namespace {

struct InitOptions {
  SettingFlags settings;
  std::string user;                // name of the first principal; empty: none
  std::vector<std::string> roles;  // of this principal; empty: system owner
  std::string new_key;             // label of an API key that it gets instead of a password
  std::string config_to_write;     // path of the file with settings; empty: it exists, or none
};

// Refuses to let root fill a folder that belongs to the user of a service, because the service
// could not open what root creates there.
std::expected<void, std::string> check_user(const Config& config) {
  struct stat folder{};
  if (::geteuid() != 0 || ::stat(config.data.c_str(), &folder) != 0 || folder.st_uid == 0)
    return {};
  const passwd* owner = ::getpwuid(folder.st_uid);
  const std::string name = owner ? owner->pw_name : '#' + std::to_string(folder.st_uid);
  return std::unexpected("the folder " + config.data + " belongs to the user " + name +
                         ", who could not open a store that root creates there. Run the same "
                         "command as that user: runuser -u " +
                         name + " -- patchbay init …");
}

// Creates a store where `config` says, with its sealing key, root customer and references. An
// existing store is not changed and is an error. Returns the exit code.
int init(const Config& config, const InitOptions& options, Output& output) {
  if (config.data == kInMemory)
    return report_failure("a store in memory cannot be made in advance: `patchbay serve` makes it");
  if (const auto good = check_user(config); !good) return report_failure(good.error());
  if (const auto good = check_store(config, Creation::must_be_new); !good)
    return report_failure(good.error());
  if (!options.config_to_write.empty())
    if (const auto good = can_be_created(options.config_to_write); !good)
      return report_failure(good.error());
  core::UpsertPrincipal first;
  first.name = options.user;
  first.home = kRoot;
  first.roles = options.roles.empty() ? std::vector<std::string>{"system owner"} : options.roles;
  if (!options.new_key.empty()) {
    first.new_key = options.new_key;
  } else if (!options.user.empty()) {
    auto password = read_new_password();  // before anything is created
    if (!password) return report_failure(password.error());
    first.password = Secret(std::move(*password));
  }
  const auto clock = system_clock();
  const auto random = system_random();
  auto opened =
      open_configured_store(config, /*demo=*/false, Creation::must_be_new, *clock, *random, {});
  if (!opened) return report_failure(opened.error());
  const std::string location = store::redacted_location(config.data);
  const std::string key_file = key_file_of(config).string();
  std::string text = "made a store in " + location + "; its secrets are sealed with " + key_file +
                     ": keep a copy of that file apart from the backups\n";
  wire::Object members{{"store", location}, {"key_file", key_file}};
  int code = 0;
  if (!options.user.empty()) {
    auto done =
        PrincipalAdministration(*opened, config.data, *clock, *random).upsert(std::move(first));
    code = done.code == 0
               ? 0
               : report_failure("the store is made and " + options.user +
                                " is not: add it with `patchbay user add --data " + location + "`");
    text += done.text;
    members.emplace_back("principal", std::move(done.tree));
    if (!done.new_key.empty()) members.emplace_back("api_key", done.new_key);
  }
  if (!options.config_to_write.empty()) {
    const std::string& file = options.config_to_write;
    if (const auto wrote = write_config_file(file, config_text(config)); wrote) {
      text += "wrote the settings to " + file + "; serve the store: patchbay serve --config " +
              file + '\n';
      members.emplace_back("config", file);
    } else {
      code = report_failure("the store is made, but " + wrote.error());
    }
  }
  return output.tell(code, wire::Tree(std::move(members)), text);
}

// A file with settings that does not exist is one to write.
bool is_to_be_written(const std::string& file) {
  std::error_code ignored;
  return !file.empty() && !std::filesystem::exists(std::filesystem::symlink_status(file, ignored));
}

}  // namespace

Run define_init(CLI::App& command) {
  const auto options = std::make_shared<InitOptions>();
  options->settings.add_to(command);
  command.get_option("--config")
      ->description("TOML file with settings; if there is none yet, it is written, with comments");
  auto* user =
      command.add_option("--user", options->user,
                         "Name of the first principal; its password is asked for twice, or read "
                         "from standard input");
  command.add_option("--role", options->roles, "Its role (system owner)")
      ->type_name("ROLE")
      ->needs(user);
  command
      .add_option("--key,--api-key", options->new_key,
                  "Make an API key with this label instead of a password, and print it once")
      ->type_name("LABEL")
      ->needs(user);
  return with_output(command, [options, &command](Output& output) {
    Sources sources = options->settings.sources(command);
    if (is_to_be_written(sources.file)) std::swap(options->config_to_write, sources.file);
    const auto config = load_config(sources);
    if (!config) return report_failures(config.error());
    return init(*config, *options, output);
  });
}

}  // namespace patchbay::app
