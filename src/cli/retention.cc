// The command `retention`: what is kept for how long, and what would go now.
#include "store/retention.h"

#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/key_file.h"
#include "app/report_failure.h"
#include "app/store_keys.h"
#include "app/traffic/traffic_place.h"
#include "cli/output.h"
#include "cli/setting_flags.h"
#include "core/sweep_times.h"
#include "store/open.h"

namespace patchbay::app {
namespace {

store::RetentionLimits limits_of(const core::SweepTimes& times) {
  return {.history_before = times.history_before,
          .requests_before = times.rows.requests_before,
          .answers_before = times.rows.answers_before,
          .attempts_before = times.rows.attempts_before,
          .deliveries_before = times.rows.deliveries_before};
}

struct Row {
  const char* key;
  const char* what;
  std::string rule;
  store::RetentionCount count;
};

int tell_report(const store::RetentionReport& report, const TrafficFile::Kept& recent,
                const Config& config, Output& output) {
  const core::ServiceOptions& options = config.service;
  const auto days = [](const char* name, std::int64_t value) {
    return std::string(name) + " = " + std::to_string(value);
  };
  const Row rows[] = {
      {"history", "values that history replaced", days("access.history_days", options.history_days),
       report.history},
      {"requests", "requests", days("access.request_days", options.request_days), report.requests},
      {"replies", "replies kept for retries",
       days("access.idempotency_hours", options.idempotency_hours), report.answers},
      {"recent_requests",
       "recent requests with their bodies",
       days("traffic.hours", config.traffic_hours),
       {.kept = recent.all, .old = recent.old}},
      {"failed_sign_ins", "counts of failed sign-ins", "one day", report.attempts},
      {"deliveries", "attempts to deliver", days("access.delivery_days", options.delivery_days),
       report.deliveries},
  };
  wire::Object members;
  char line[160];
  std::snprintf(line, sizeof line, "%-34s %-34s %12s %12s\n", "what", "for how long", "kept",
                "would go");
  std::string text = line;
  for (const Row& each : rows) {
    members.emplace_back(
        each.key, wire::Tree(wire::Object{{"rule", each.rule},
                                          {"kept", wire::Tree(std::int64_t{each.count.kept})},
                                          {"would_go", wire::Tree(std::int64_t{each.count.old})}}));
    std::snprintf(line, sizeof line, "%-34s %-34s %12lld %12lld\n", each.what, each.rule.c_str(),
                  static_cast<long long>(each.count.kept), static_cast<long long>(each.count.old));
    text += line;
  }
  text += "nothing was removed: a server does so, about once a minute\n";
  return output.tell(0, wire::Tree(std::move(members)), text);
}

int count_retention(const Config& config, Output& output) {
  if (config.data == "memory:") return report_failure("a store in memory has no place", 2);
  if (const auto there = store::must_be_a_store(config.data); !there)
    return report_failure(there.error(), 2);
  const auto integrity = load_integrity(config.data, key_file_of(config.data, config.key_file));
  if (!integrity) return report_failure(integrity.error(), 2);
  const Instant now = system_clock()->now();
  store::RetentionReport report;
  const auto read = read_store(config.data, *integrity, [&](const store::OpenReader& open) {
    report = store::count_retained(*open(), limits_of(core::sweep_times(config.service, now)));
  });
  if (!read) return report_failure(read.error(), 2);
  const auto recent =
      config.traffic_keep == 0
          ? TrafficFile::Kept{}
          : TrafficFile::count_kept(traffic_file_of(config), now, traffic_options(config));
  if (!recent) return report_failure(recent.error(), 2);
  return tell_report(report, *recent, config, output);
}

}  // namespace

Run define_retention(CLI::App& command) {
  const auto flags = std::make_shared<SettingFlags>();
  flags->add_to(command);
  return with_output(command, [flags, &command](Output& output) {
    const auto config = load_config(flags->sources(command));
    if (!config) return report_failures(config.error());
    return count_retention(*config, output);
  });
}

}  // namespace patchbay::app
