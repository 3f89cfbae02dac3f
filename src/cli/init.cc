// Creates a store and its first principal.
#include "cli/init.h"

#include <cstdio>

#include "app/opened_store.h"
#include "app/report_failure.h"
#include "cli/user.h"
#include "store/open.h"

namespace patchbay::app {
namespace {}  // namespace

int init(const InitOptions& options) {
  const Config& config = options.config;
  if (config.data == kInMemory)
    return report_failure("a store in memory cannot be made in advance: `patchbay serve` makes it");
  if (const auto good = check_store(config, Creation::must_be_new); !good)
    return report_failure(good.error());
  core::UpsertPrincipal first;
  first.name = options.user;
  first.home = kRoot;
  first.roles = options.roles;
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
  const int added = upsert_principal(*opened->store, config.data, std::move(first));
  if (added != 0)
    return report_failure("the store is made and " + options.user +
                          " is not: add it with `patchbay user add --data " + location + "`");
  return 0;
}

}  // namespace patchbay::app
