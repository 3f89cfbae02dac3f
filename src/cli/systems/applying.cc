// Prints each line at once, so that a person sees how it goes.
#include "cli/systems/applying.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "app/report_failure.h"
#include "base/wording.h"
#include "cli/exit_codes.h"
#include "cli/remote/terminal.h"

namespace patchbay::app {
namespace {

using reach::Applied;

// Customers in a row without a clear reply, after which the system is taken to be down.
constexpr int kUnclearMax = 5;

void print_result(const reach::PlannedChange& change, const Applied& applied) {
  if (applied.result == Applied::Result::linked) return;
  std::printf("%s %s", std::string(word(applied.result)).c_str(), on_one_line(change.name).c_str());
  for (const reach::PlannedWrite& each : change.writes)
    std::printf("%s%s", &each == change.writes.data() ? ": " : ", ", each.name.c_str());
  std::printf("%s%s\n", applied.why.empty() ? "" : "; ", on_one_line(applied.why).c_str());
}

int print_results(const std::map<Applied::Result, std::size_t>& counts) {
  std::string out;
  for (const auto& [result, count] : counts)
    out += (out.empty() ? "" : ", ") + std::to_string(count) + ' ' + std::string(word(result));
  std::printf("%s\n", out.empty() ? "nothing to do" : out.c_str());
  if (counts.contains(Applied::Result::unclear)) return kError;
  for (const Applied::Result bad : {Applied::Result::stale, Applied::Result::refused})
    if (counts.contains(bad)) return kRefused;
  return kDone;
}

}  // namespace

bool writes_record(std::span<const reach::PlannedChange> changes) {
  return std::ranges::any_of(changes, [](const reach::PlannedChange& change) {
    return std::ranges::any_of(change.writes, [](const reach::PlannedWrite& write) {
      return write.to == reach::Operation::To::record;
    });
  });
}

int apply_all(std::span<const reach::PlannedChange> changes, SystemSession& session) {
  reach::Application application(session.description, session.records, session.remote,
                                 session.links);
  std::map<Applied::Result, std::size_t> counts;
  int unclear = 0;
  for (const reach::PlannedChange& each : changes) {
    const auto applied = application.apply(each);
    if (!applied) return report_failure(applied.error(), kError);
    print_result(each, *applied);
    std::fflush(stdout);
    ++counts[applied->result];
    unclear = applied->result == Applied::Result::unclear ? unclear + 1 : 0;
    if (unclear == kUnclearMax)
      return report_failure(
          session.file.name + " does not answer: run the same command again to go on", kError);
  }
  return print_results(counts);
}

}  // namespace patchbay::app
