// The command `adopt`: gives a store of a version before seals its hashes and seals.
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>

#include "app/report_failure.h"
#include "app/store_keys.h"
#include "cli/verify.h"
#include "store/open.h"
#include "store/postgresql/location.h"

namespace patchbay::app {
namespace {

int adopt(const VerifyArguments& arguments, Output& output) {
  const auto random = system_random();
  const auto clock = system_clock();
  std::optional<core::SealingKeys> keys;
  const auto done = store::adopt(
      arguments.place.location,
      make_trust(key_file_of(arguments.place.location, arguments.place.key_file), *random, keys),
      clock->now(), *random);
  if (!done) return report_failure(done.error());
  const std::string place = store::redacted_location(arguments.place.location);
  return output.tell(0, wire::Tree(wire::Object{{"adopted", place}}),
                     "the store in " + place + " has its hashes and seals; tokens were removed\n");
}

}  // namespace

Run define_adopt(CLI::App& command) {
  const auto arguments = std::make_shared<VerifyArguments>();
  arguments->flags.add_to(command,
                          {.place = "Data folder or postgresql://…; no server may use it",
                           .key_file = "Its sealing key; sealing.key in the folder otherwise"});
  return with_place(command, arguments, adopt);
}

}  // namespace patchbay::app
