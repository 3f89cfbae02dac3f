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

std::string sentence(const std::map<Applied::Result, std::size_t>& counts) {
  std::string out;
  for (const auto& [result, count] : counts)
    out += (out.empty() ? "" : ", ") + std::to_string(count) + ' ' + std::string(word(result));
  return (out.empty() ? "nothing to do" : out) + '\n';
}

int code_of(const std::map<Applied::Result, std::size_t>& counts) {
  if (counts.contains(Applied::Result::unclear)) return kError;
  for (const Applied::Result bad : {Applied::Result::stale, Applied::Result::refused})
    if (counts.contains(bad)) return kRefused;
  return kDone;
}

wire::Tree to_json(const reach::PlannedChange& change, const Applied& applied) {
  wire::Array fields;
  for (const reach::PlannedWrite& each : change.writes) fields.emplace_back(each.name);
  return wire::Tree(wire::Object{{"uuid", change.customer.text()},
                                 {"name", change.name},
                                 {"result", std::string(word(applied.result))},
                                 {"fields", wire::Tree(std::move(fields))},
                                 {"why", applied.why}});
}

// The members of the native door's reply, but for the version of a description.
wire::Tree to_json(wire::Array items, const std::map<Applied::Result, std::size_t>& counts,
                   const std::string& stopped) {
  wire::Object counted;
  for (const auto& [result, count] : counts)
    counted.emplace_back(std::string(word(result)), wire::Tree(static_cast<std::int64_t>(count)));
  wire::Object out{{"items", wire::Tree(std::move(items))},
                   {"counts", wire::Tree(std::move(counted))}};
  if (!stopped.empty()) out.emplace_back("stopped", stopped);
  return wire::Tree(std::move(out));
}

}  // namespace

bool writes_record(std::span<const reach::PlannedChange> changes) {
  return std::ranges::any_of(changes, [](const reach::PlannedChange& change) {
    return std::ranges::any_of(change.writes, [](const reach::PlannedWrite& write) {
      return write.to == reach::Operation::To::record;
    });
  });
}

int apply_all(std::span<const reach::PlannedChange> changes, SystemSession& session,
              Output& output) {
  reach::Application application(session.description, session.records, session.remote,
                                 session.links);
  std::map<Applied::Result, std::size_t> counts;
  wire::Array items;
  int unclear = 0;
  std::string stopped;
  for (const reach::PlannedChange& each : changes) {
    const auto applied = application.apply(each);
    if (!applied) {
      stopped = applied.error();
      break;
    }
    if (output.is_json()) {
      items.push_back(to_json(each, *applied));
    } else {
      print_result(each, *applied);
      std::fflush(stdout);
    }
    ++counts[applied->result];
    unclear = applied->result == Applied::Result::unclear ? unclear + 1 : 0;
    if (unclear == kUnclearMax) {
      stopped = session.file.name + " does not answer: run the same command again to go on";
      break;
    }
  }
  if (stopped.empty() || output.is_json()) {
    const auto printed = output.print_line(to_json(std::move(items), counts, stopped),
                                           [&](const Terminal&) { return sentence(counts); });
    if (!printed) return report(printed.error());
  }
  return stopped.empty() ? code_of(counts) : report_failure(stopped, kError);
}

}  // namespace patchbay::app
