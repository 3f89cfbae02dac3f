// The command `adopt`: gives a store of a version before seals its hashes and seals.
#include <cstdio>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>

#include "app/report_failure.h"
#include "app/store_keys.h"
#include "cli/command.h"
#include "cli/verify.h"
#include "store/open.h"
#include "store/postgresql/location.h"

namespace patchbay::app {
namespace {

int adopt(const VerifyArguments& arguments) {
  const auto random = system_random();
  const auto clock = system_clock();
  std::optional<core::SealingKeys> keys;
  const auto done =
      store::adopt(arguments.location,
                   make_trust(key_file_of(arguments.location, arguments.key_file), *random, keys),
                   clock->now(), *random);
  if (!done) return report_failure(done.error());
  std::printf("the store in %s has its hashes and seals; tokens were removed\n",
              store::redacted_location(arguments.location).c_str());
  return 0;
}

}  // namespace

Run define_adopt(CLI::App& command) {
  const auto arguments = std::make_shared<VerifyArguments>();
  add_store_options(command, *arguments,
                    {.place = "Data folder or postgresql://…; no server may use it",
                     .key_file = "Its sealing key; sealing.key in the folder otherwise"});
  return [arguments] { return adopt(*arguments); };
}

}  // namespace patchbay::app
