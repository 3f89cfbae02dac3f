// The command `watch`.
#include <chrono>
#include <memory>
#include <thread>

#include <CLI/CLI.hpp>

#include "app/report_failure.h"
#include "base/result.h"
#include "cli/exit_codes.h"
#include "cli/systems/applying.h"
#include "cli/systems/listing.h"
#include "cli/systems/session.h"

namespace patchbay::app {
namespace {

struct WatchArguments {
  StoreFlags flags;
  StorePlace place;
  std::string system;
  int every_s = 900;
  int rounds = 0;  // 0: until it is ended
};

// What is found in each round, and printed when it is another than before.
class Watch {
 public:
  Watch(const WatchArguments& arguments, Output& output) : arguments_(arguments), output_(output) {}

  // Compares and applies once. Returns an exit code.
  int round() {
    const auto code = run();
    return code ? *code : report_failure(code.error(), kError);
  }

 private:
  // The description is read in each round, so that it may be changed meanwhile.
  std::expected<int, std::string> run() {
    const auto file = read_system_file(arguments_.system);
    if (!file) return report_all(file.error());
    std::vector<reach::PlannedChange> changes;
    const int code =
        TRY(with_system(arguments_.place, *file, {.links = LinkFile::Use::write},
                        [&](SystemSession& session) { return find(session, changes); }));
    if (changes.empty()) return code;
    return with_system(
        arguments_.place, *file,
        {.writes_record = writes_record(changes), .links = LinkFile::Use::write},
        [&](SystemSession& session) { return apply_all(changes, session, output_); });
  }

  int find(SystemSession& session, std::vector<reach::PlannedChange>& changes) {
    auto found =
        reach::compare(session.description, session.records, session.remote, session.links, {});
    if (!found) return report_failure(session.file.name + ": " + found.error().sentence(), kError);
    const reach::Comparison listed = reach::without_ignored(*found, session.file.ignore);
    std::string text = listing(listed);
    if (text != shown_) {
      // What cannot be printed is done all the same.
      const auto printed = output_.print_line(
          wire::Tree(comparison_json(listed, session.description.policy.digest_key)),
          [&](const Terminal&) { return text; });
      if (!printed) (void)report(printed.error());
    }
    shown_ = std::move(text);
    if (has_changes(*found))
      for (const reach::Finding& each : found->findings)
        changes.push_back(to_planned(each, session.description.policy.digest_key));
    return kDone;
  }

  const WatchArguments& arguments_;
  Output& output_;
  std::string shown_;
};

int watch(const WatchArguments& arguments, Output& output) {
  Watch watch(arguments, output);
  for (int done = 1;; ++done) {
    const int code = watch.round();
    if (done == arguments.rounds) return code;
    std::this_thread::sleep_for(std::chrono::seconds(arguments.every_s));
  }
}

}  // namespace

Run define_watch(CLI::App& command) {
  const auto arguments = std::make_shared<WatchArguments>();
  command.add_option("system", arguments->system, "The file that describes the system")
      ->required()
      ->type_name("FILE");
  arguments->flags.add_to(
      command, {.place = "Data folder or postgresql://…; while customers here are changed, "
                         "no server may use the folder",
                .key_file = "Its sealing key; sealing.key in the folder otherwise"});
  command
      .add_option("--every", arguments->every_s,
                  "Seconds from the end of a round to the next one: 1 to 86400")
      ->check(CLI::Range(1, 86400))
      ->capture_default_str();
  command
      .add_option("--rounds", arguments->rounds,
                  "Ends after this number of rounds; 0: goes on until it is ended")
      ->check(CLI::Range(0, 1000000))
      ->capture_default_str();
  command.footer(
      "Compares and does what a plan would do, again and again. What waits for a person is listed "
      "when it changes. Look at a plan first. It can be ended at any time: the next round goes on. "
      "With --rounds it exits as the last round did: with 0 if all is done, 2 after a failure, and "
      "3 if something was refused or had changed.");
  return with_place(command, arguments, watch);
}

}  // namespace patchbay::app
