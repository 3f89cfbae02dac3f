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

std::string summary(const store::VerifyReport& verified, bool is_keyed) {
  std::string out = contents_of(verified) + ": whole\n";
  if (verified.anchors > 0) out += counted(verified.anchors, "anchor holds", "anchors hold") + '\n';
  if (verified.unsealed > 0)
    out +=
        counted(verified.unsealed, "entry has no seal yet, because it is newer than the last one",
                "entries have no seal yet, because they are newer than the last one") +
        '\n';
  if (!is_keyed)
    out += "The sealing key is not known: hashes and seals were not checked (see --key-file).\n";
  return out;
}

// Leaves the result in a data folder. A folder that cannot be written keeps no trace.
void note(const std::string& location, bool is_whole) {
  if (store::is_postgresql(location)) return;
  [[maybe_unused]] const auto left = leave_trace(
      location, kVerifyTrace, {.time = system_clock()->now(), .place = {}, .is_whole = is_whole});
}

Verified unreadable(const std::string& why) { return {.code = report_failure(why, kError)}; }

// `contents`: what could be checked.
Verified damaged(const std::string& location, const std::vector<std::string>& faults,
                 wire::Object contents) {
  wire::Array found;
  for (const std::string& each : faults) {
    (void)report_failure("the store in " + location + " is not whole: " + each);
    found.emplace_back(each);
  }
  wire::Object out{{"whole", wire::Tree(false)}, {"faults", wire::Tree(std::move(found))}};
  out.insert(out.end(), contents.begin(), contents.end());
  return {.code = kDiffers, .tree = wire::Tree(std::move(out))};
}

}  // namespace

std::vector<std::string> faults_of(const store::VerifyReport& verified) {
  std::vector<std::string> out = verified.damaged;
  if (verified.damaged_more > 0)
    out.push_back(std::to_string(verified.damaged_more) + " more cannot be read");
  if (verified.difference) out.push_back(*verified.difference);
  return out;
}

std::string contents_of(const store::VerifyReport& verified) {
  return counted(verified.customers, "customer") + ", " +
         counted(verified.admin_objects, "principal or reference", "principals and references") +
         ", " + counted(verified.entries, "entry of history", "entries of history");
}

wire::Object contents_json(const store::VerifyReport& verified) {
  const auto whole = [](std::uint64_t count) {
    return wire::Tree(static_cast<std::int64_t>(count));
  };
  return {{"customers", whole(verified.customers)},
          {"principals_and_references", whole(verified.admin_objects)},
          {"entries", whole(verified.entries)}};
}

Verified verify(const VerifyArguments& arguments) {
  const std::string& location = arguments.place.location;
  if (const auto there = store::must_be_a_store(location); !there) return unreadable(there.error());
  // Must come first: everything below reads through the schema.
  const auto schema = store::schema_difference(location);
  if (!schema) return unreadable(schema.error());
  if (const std::optional<std::string>& wrong = *schema) {
    note(location, false);
    return damaged(store::redacted_location(location), {*wrong}, {});
  }
  const auto integrity = load_integrity(
      arguments.place.location, key_file_of(arguments.place.location, arguments.place.key_file));
  if (!integrity) return unreadable(integrity.error());
  store::VerifyOptions against{.integrity = *integrity};
  for (const std::string& each : arguments.anchors) {
    if (!integrity->known())
      return unreadable(
          "to check anchors the sealing key is needed: name its file with --key-file");
    const auto random = system_random();
    const auto keys = sealing_keys(key_file_of(arguments.place.location, arguments.place.key_file),
                                   /*may_make=*/false, *random);
    if (!keys) return unreadable(keys.error());
    const auto seals = read_anchor_file(each, keys->first());
    if (!seals) return unreadable(seals.error());
    against.anchors.insert(against.anchors.end(), seals->begin(), seals->end());
  }
  store::VerifyReport verified;
  const bool watched = ::isatty(STDERR_FILENO) == 1;
  const auto done =
      read_store(arguments.place.location, *integrity, [&](const store::OpenReader& open) {
        verified = store::verify(
            open, watched ? print_verify_progress : [](const store::VerifyReport&) {}, against);
      });
  if (watched) std::fputs("\r\033[K", stderr);
  if (!done) return unreadable(done.error());
  note(location, verified.is_whole());
  wire::Object contents = contents_json(verified);
  if (!verified.is_whole())
    return damaged(store::redacted_location(location), faults_of(verified), std::move(contents));
  contents.insert(contents.begin(), {"whole", wire::Tree(true)});
  contents.emplace_back("anchors", wire::Tree(static_cast<std::int64_t>(verified.anchors)));
  contents.emplace_back("unsealed", wire::Tree(static_cast<std::int64_t>(verified.unsealed)));
  contents.emplace_back("keyed", wire::Tree(integrity->known()));
  return {.code = kDone,
          .tree = wire::Tree(std::move(contents)),
          .text = summary(verified, integrity->known())};
}

namespace {

int verify_and_tell(const VerifyArguments& arguments, Output& output) {
  const Verified verified = verify(arguments);
  return verified.code == kError ? kError
                                 : output.tell(verified.code, verified.tree, verified.text);
}

}  // namespace

Run define_verify(CLI::App& command) {
  const auto arguments = std::make_shared<VerifyArguments>();
  arguments->flags.add_to(
      command,
      {.place = "Data folder or postgresql://…; servers may hold it",
       .key_file = "Its sealing key; sealing.key in the folder otherwise. Without one, hashes and "
                   "seals are not checked"});
  command
      .add_option("--anchor", arguments->anchors,
                  "File with one anchor on each line: finds whatever was rewritten before any of "
                  "them was made")
      ->type_name("FILE");
  return with_place(command, arguments, verify_and_tell);
}

}  // namespace patchbay::app
