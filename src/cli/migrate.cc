// The command `migrate`: copies a store and shows the progress.
#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "app/opened_store.h"
#include "app/report_failure.h"
#include "app/store_keys.h"
#include "base/wording.h"
#include "cli/command.h"
#include "cli/exit_codes.h"
#include "cli/verify.h"
#include "store/open.h"
#include "store/postgresql/location.h"

namespace patchbay::app {
namespace {

constexpr std::string_view kSqlite = "sqlite:";
constexpr std::uint64_t kWidth = 40;

struct MigrateArguments {
  StoreFlags flags;
  StorePlace place;  // of the store that is copied
  std::string to;
};

std::string without_kind(std::string location) {
  return location.starts_with(kSqlite) ? location.substr(kSqlite.size()) : location;
}

bool is_same_place(const std::string& from, const std::string& to) {
  std::error_code ignored;
  return from == to || std::filesystem::equivalent(from, to, ignored);
}

// Where the key is, and how to serve the copy with it.
std::string key_file_hint(const std::string& from, const std::string& to) {
  const bool from_folder = !store::is_postgresql(from);
  const std::string key = from_folder ? from + "/sealing.key or what its store.key_file names"
                                      : std::string("which its store.key_file names");
  return key + (store::is_postgresql(to)
                    ? ", by store.key_file"
                    : ", by store.key_file or as a copy of it in " + to + "/sealing.key");
}

void print_migration_progress(const store::Migrating& at) {
  const std::uint64_t filled = at.total == 0 ? 0 : std::min(kWidth, kWidth * at.rows / at.total);
  const std::string bar = std::string(filled, '=') + std::string(kWidth - filled, ' ');
  std::fprintf(stderr, "\r[%s] %" PRIu64 " of %s, %s\033[K", bar.c_str(), at.rows,
               counted(at.total, "row").c_str(), at.table.c_str());
}

// Copies the store at one place to another: each is `sqlite:DIR`, a folder, or `postgresql://…`.
// Then compares and verifies both. Continues an interrupted copy. Returns the exit code.
int migrate(const MigrateArguments& arguments, Output& output) {
  const std::string from = without_kind(arguments.place.location);
  const std::string to = without_kind(arguments.to);
  if (from == kInMemory || to == kInMemory)
    return report_failure("a store in memory ends with its server: it cannot be copied from or to");
  if (is_same_place(from, to))
    return report_failure("--from and --to are the same place: name an empty one with --to");
  // The copy has the same key in either kind of store. A wrong one is reported before anything is
  // copied.
  std::string key = key_file_of(from, arguments.place.key_file).string();
  if (std::error_code none; key.empty() || !std::filesystem::exists(key, none))
    key = key_file_of(to, {}).string();
  else if (const auto fits = load_integrity(from, key); !fits)
    return report_failure(fits.error());
  const bool watched = ::isatty(STDERR_FILENO) == 1;
  std::uint64_t rows = 0;
  bool begun = false;
  const auto random = system_random();
  const auto done = store::migrate(from, to, *random, [&](const store::Migrating& at) {
    rows = at.rows;
    begun = true;
    if (watched) print_migration_progress(at);
  });
  if (watched) std::fputs("\r\033[K", stderr);
  const std::string shown_from = store::redacted_location(from);
  const std::string shown_to = store::redacted_location(to);
  if (!done) {
    (void)report_failure(done.error());
    if (begun)
      (void)report_failure(shown_to +
                           " is only partly copied and cannot be served: run `patchbay migrate` "
                           "again to continue");
    return kError;
  }
  if (!output.is_json()) {
    std::printf("%s the same in %s and %s\n", counted(rows, "row is", "rows are").c_str(),
                shown_from.c_str(), shown_to.c_str());
    std::printf(
        "The sealing key is not in them and was not copied: serve %s with the key file of %s, %s. "
        "Serve only one of them: changes to one do not reach the other.\n",
        shown_to.c_str(), shown_from.c_str(), key_file_hint(from, to).c_str());
    std::fflush(stdout);
  }
  const Verified source = verify({.place = {from, key}});
  const Verified copy = source.code == kDone ? verify({.place = {to, key}}) : Verified{};
  return output.tell(source.code == kDone ? copy.code : source.code,
                     wire::Tree(wire::Object{{"from", shown_from},
                                             {"to", shown_to},
                                             {"rows", wire::Tree(static_cast<std::int64_t>(rows))},
                                             {"source", source.tree},
                                             {"copy", copy.tree}}),
                     source.text + copy.text);
}

}  // namespace

Run define_migrate(CLI::App& command) {
  const auto arguments = std::make_shared<MigrateArguments>();
  arguments->flags.add_to(command,
                          {.place = "sqlite:DIR or postgresql://…; refused while a server uses it",
                           .key_file = "Its sealing key, which both are checked with; sealing.key "
                                       "in either folder otherwise",
                           .place_flag = "--from,--data"});
  command.add_option("--to", arguments->to, "An empty place of either kind")
      ->type_name("PLACE")
      ->required();
  return with_place(command, arguments, migrate);
}

}  // namespace patchbay::app
