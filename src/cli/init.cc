// The command `init`: creates a store and its first principal.
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/opened_store.h"
#include "app/report_failure.h"
#include "cli/command.h"
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
};

// Creates a store where `config` says, with its sealing key, root customer and references. An
// existing store is not changed and is an error. Returns the exit code.
int init(const Config& config, const InitOptions& options) {
  if (config.data == kInMemory)
    return report_failure("a store in memory cannot be made in advance: `patchbay serve` makes it");
  if (const auto good = check_store(config, Creation::must_be_new); !good)
    return report_failure(good.error());
  core::UpsertPrincipal first;
  first.name = options.user;
  first.home = kRoot;
  first.roles = options.roles.empty() ? std::vector<std::string>{"system owner"} : options.roles;
  if (!options.new_key.empty())
    first.new_key = options.new_key;
  else if (!options.user.empty())
    first.password = Secret(read_password("Password"));  // before anything is created
  const auto clock = system_clock();
  const auto random = system_random();
  auto opened =
      open_configured_store(config, /*demo=*/false, Creation::must_be_new, *clock, *random, {});
  if (!opened) return report_failure(opened.error());
  const std::string location = store::redacted_location(config.data);
  std::printf(
      "made a store in %s; its secrets are sealed with %s: keep a copy of that file apart "
      "from the backups\n",
      location.c_str(), key_file_of(config).c_str());
  std::fflush(stdout);
  if (options.user.empty()) return 0;
  const int added =
      PrincipalAdministration(*opened, config.data, *clock, *random).upsert(std::move(first));
  if (added != 0)
    return report_failure("the store is made and " + options.user +
                          " is not: add it with `patchbay user add --data " + location + "`");
  return 0;
}

}  // namespace

Run define_init(CLI::App& command) {
  const auto options = std::make_shared<InitOptions>();
  options->settings.add_to(command);
  auto* user =
      command.add_option("--user", options->user,
                         "Name of the first principal; its password is read from standard input");
  command.add_option("--role", options->roles, "Its role (system owner)")
      ->type_name("ROLE")
      ->needs(user);
  command
      .add_option("--key", options->new_key,
                  "Make an API key with this label instead of a password")
      ->needs(user);
  return [options, &command] {
    const auto config = load_config(options->settings.sources(command));
    if (!config) return report_failures(config.error());
    return init(*config, *options);
  };
}

}  // namespace patchbay::app
