// The command `anchor`: prints an anchor.
#include <memory>

#include <CLI/CLI.hpp>

#include "app/key_file.h"
#include "app/observe/anchors.h"
#include "app/report_failure.h"
#include "app/store_keys.h"
#include "cli/verify.h"
#include "store/open.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

// Returns the exit code: 0 for success, 2 for failure.
int print_anchor(const VerifyArguments& arguments, Output& output) {
  const std::string& location = arguments.place.location;
  if (const auto there = store::must_be_a_store(location); !there)
    return report_failure(there.error(), 2);
  const std::filesystem::path file = key_file_of(location, arguments.place.key_file);
  if (file.empty()) return report_failure("name the file of the sealing key with --key-file", 2);
  const auto integrity = load_integrity(location, file);
  if (!integrity) return report_failure(integrity.error(), 2);
  const auto random = system_random();
  const auto keys = sealing_keys(file, /*may_make=*/false, *random);
  if (!keys) return report_failure(keys.error(), 2);
  const auto clock = system_clock();
  std::string line;
  const auto read = read_store(location, *integrity, [&](const store::OpenReader& open) {
    line = to_json_line(make_anchor(*open(), keys->first(), clock->now()));
  });
  if (!read) return report_failure(read.error(), 2);
  // A file of anchors has one on each line.
  const auto printed = output.print_line(wire::json::parse(line).value_or(wire::Tree()),
                                         [&](const Terminal&) { return line + '\n'; });
  return printed ? kDone : report(printed.error());
}

}  // namespace

Run define_anchor(CLI::App& command) {
  const auto arguments = std::make_shared<VerifyArguments>();
  arguments->flags.add_to(command,
                          {.place = "Data folder or postgresql://…; servers may hold it",
                           .key_file = "Its sealing key; sealing.key in the folder otherwise"});
  return with_place(command, arguments, print_anchor);
}

}  // namespace patchbay::app
