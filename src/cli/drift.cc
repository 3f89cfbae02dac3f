// The command `drift`.
#include <memory>

#include <CLI/CLI.hpp>

#include "app/report_failure.h"
#include "cli/exit_codes.h"
#include "cli/output.h"
#include "cli/systems/listing.h"
#include "cli/systems/session.h"

namespace patchbay::app {
namespace {

struct DriftArguments {
  StoreFlags flags;
  StorePlace place;
  std::string system;
};

int compare_and_tell(SystemSession& session, Output& output) {
  auto found =
      reach::compare(session.description, session.records, session.remote, session.links, {});
  if (!found) return report_failure(session.file.name + ": " + found.error().sentence(), kError);
  const reach::Comparison shown = reach::without_ignored(std::move(*found), session.file.ignore);
  return output.tell(has_differences(shown) ? kDiffers : kDone,
                     wire::Tree(comparison_json(shown, session.description.policy.digest_key)),
                     listing(shown));
}

int drift(const DriftArguments& arguments, Output& output) {
  const auto file = read_system_file(arguments.system);
  if (!file) return report_all(file.error());
  const auto code = with_system(arguments.place, *file, {}, [&](SystemSession& session) {
    return compare_and_tell(session, output);
  });
  return code ? *code : report_failure(code.error(), kError);
}

}  // namespace

Run define_drift(CLI::App& command) {
  const auto arguments = std::make_shared<DriftArguments>();
  command.add_option("system", arguments->system, "The file that describes the system")
      ->required()
      ->type_name("FILE");
  arguments->flags.add_to(command,
                          {.place = "Data folder or postgresql://…; a server may be using it",
                           .key_file = "Its sealing key; sealing.key in the folder otherwise"});
  command.footer(
      "Reads only, on both sides. Exits with 0 if nothing differs, 1 if something does, and 2 if "
      "they cannot be compared.");
  return with_place(command, arguments, drift);
}

}  // namespace patchbay::app
