// Verifies a store and shows the progress.
#include "cli/verify.h"

#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "app/key_file.h"
#include "app/observe/anchors.h"
#include "app/report_failure.h"
#include "app/store_keys.h"
#include "app/system/traces.h"
#include "base/wording.h"
#include "cli/command.h"
#include "cli/exit_codes.h"
#include "store/open.h"
#include "store/postgresql/location.h"

namespace patchbay::app {
namespace {

void print_verify_progress(const store::VerifyReport& verified) {
  std::fprintf(stderr, "\r%s, %s", counted(verified.customers, "customer").c_str(),
               counted(verified.entries, "entry of history", "entries of history").c_str());
}

void print_verify_summary(const store::VerifyReport& verified, bool is_keyed) {
  std::printf("%s: whole\n", contents_of(verified).c_str());
  if (verified.anchors > 0)
    std::printf("%s\n", counted(verified.anchors, "anchor holds", "anchors hold").c_str());
  if (verified.unsealed > 0)
    std::printf(
        "%s\n",
        counted(verified.unsealed, "entry has no seal yet, because it is newer than the last one",
                "entries have no seal yet, because they are newer than the last one")
            .c_str());
  if (!is_keyed)
    std::puts("The sealing key is not known: hashes and seals were not checked (see --key-file).");
}

// Leaves the result in a data folder. A folder that cannot be written keeps no trace.
void note(const std::string& location, bool is_whole) {
  if (store::is_postgresql(location)) return;
  [[maybe_unused]] const auto left = leave_trace(
      location, kVerifyTrace, {.time = system_clock()->now(), .place = {}, .is_whole = is_whole});
}

int tell_of_faults(const store::VerifyReport& verified, const std::string& location) {
  const auto say = [&](const std::string& what) {
    std::fprintf(stderr, "patchbay: the store in %s is not whole: %s\n", location.c_str(),
                 what.c_str());
  };
  for (const std::string& each : verified.damaged) say(each);
  if (verified.damaged_more > 0)
    say(std::to_string(verified.damaged_more) + " more cannot be read");
  if (verified.difference) say(*verified.difference);
  return kDiffers;
}

}  // namespace

std::string contents_of(const store::VerifyReport& verified) {
  return counted(verified.customers, "customer") + ", " +
         counted(verified.admin_objects, "principal or reference", "principals and references") +
         ", " + counted(verified.entries, "entry of history", "entries of history");
}

int verify(const VerifyArguments& arguments) {
  const std::string& location = arguments.location;
  if (const auto there = store::must_be_a_store(location); !there)
    return report_failure(there.error(), 2);
  // Must come first: everything below reads through the schema.
  const auto schema = store::schema_difference(location);
  if (!schema) return report_failure(schema.error(), 2);
  if (const std::optional<std::string>& wrong = *schema) {
    note(location, false);
    std::fprintf(stderr, "patchbay: the store in %s is not whole: %s\n",
                 store::redacted_location(location).c_str(), wrong->c_str());
    return kDiffers;
  }
  const auto integrity =
      load_integrity(arguments.location, key_file_of(arguments.location, arguments.key_file));
  if (!integrity) return report_failure(integrity.error(), 2);
  store::VerifyOptions against{.integrity = *integrity};
  for (const std::string& each : arguments.anchors) {
    if (!integrity->known())
      return report_failure(
          "to check anchors the sealing key is needed: name its file with --key-file", 2);
    const auto random = system_random();
    const auto keys = sealing_keys(key_file_of(arguments.location, arguments.key_file),
                                   /*may_make=*/false, *random);
    if (!keys) return report_failure(keys.error(), 2);
    const auto seals = read_anchor_file(each, keys->first());
    if (!seals) return report_failure(seals.error(), 2);
    against.anchors.insert(against.anchors.end(), seals->begin(), seals->end());
  }
  store::VerifyReport verified;
  const bool watched = ::isatty(STDERR_FILENO) == 1;
  const auto done = read_store(arguments.location, *integrity, [&](const store::OpenReader& open) {
    verified = store::verify(
        open, watched ? print_verify_progress : [](const store::VerifyReport&) {}, against);
  });
  if (watched) std::fputs("\r\033[K", stderr);
  if (!done) return report_failure(done.error(), 2);
  note(location, verified.is_whole());
  if (!verified.is_whole())
    return tell_of_faults(verified, store::redacted_location(arguments.location));
  print_verify_summary(verified, integrity->known());
  return 0;
}

void add_store_options(CLI::App& command, VerifyArguments& arguments,
                       const StoreOptionsHelp& help) {
  command.add_option("--data", arguments.location, help.place)->type_name("PLACE");
  command.add_option("--key-file", arguments.key_file, help.key_file)->type_name("FILE");
}

Run define_verify(CLI::App& command) {
  const auto arguments = std::make_shared<VerifyArguments>();
  add_store_options(
      command, *arguments,
      {.place = "Data folder or postgresql://…; servers may hold it",
       .key_file = "Its sealing key; sealing.key in the folder otherwise. Without one, hashes and "
                   "seals are not checked"});
  command
      .add_option("--anchor", arguments->anchors,
                  "File with one anchor on each line: finds whatever was rewritten before any of "
                  "them was made")
      ->type_name("FILE");
  return [arguments] { return verify(*arguments); };
}

}  // namespace patchbay::app
