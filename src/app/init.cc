// Making, and adding who signs in first.
#include "app/init.h"

#include <cstdio>

#include "app/complain.h"
#include "app/users.h"
#include "app/vault.h"
#include "store/open.h"

namespace patchbay::app {
namespace {

}  // namespace

int init(const InitOptions& options) {
  const Config& config = options.config;
  if (config.data == kInMemory) return complain("a store in memory is not kept: `serve` makes it");
  if (const auto good = check_place(config, Making::new_one); !good) return complain(good.error());
  core::KeepPrincipal first;
  first.name = options.user;
  first.home = kRoot;
  first.roles = options.roles;
  if (!options.new_key.empty())
    first.new_key = options.new_key;
  else if (!options.user.empty())
    first.password = Secret(read_password("Password"));  // before anything is made
  const auto clock = system_clock();
  const auto random = system_random();
  auto vault = open_vault(config, /*demo=*/false, Making::new_one, *clock, *random, {});
  if (!vault) return complain(vault.error());
  const std::string place = store::shown_place(config.data);
  std::printf(
      "made a store in %s; its secrets are sealed with %s: keep a copy of that file apart "
      "from the backups\n",
      place.c_str(), key_file_of(config).c_str());
  std::fflush(stdout);
  if (options.user.empty()) return 0;
  const int added = keep_principal(*vault->store, config.data, std::move(first));
  if (added != 0)
    return complain("the store is made and " + options.user +
                    " is not: add it with `patchbay user add --data " + place + "`");
  return 0;
}

}  // namespace patchbay::app
