// The command `retention`: what is kept for how long, and what would go now.
#include "store/retention.h"

#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/key_file.h"
#include "app/report_failure.h"
#include "app/store_keys.h"
#include "cli/command.h"
#include "cli/setting_flags.h"
#include "core/sweep_times.h"
#include "record/admin/destination.h"
#include "store/open.h"

namespace patchbay::app {
namespace {

store::RetentionLimits limits_of(const core::SweepTimes& times) {
  return {.history_before = times.history_before,
          .requests_before = times.rows.requests_before,
          .answers_before = times.rows.answers_before,
          .attempts_before = times.rows.attempts_before};
}

void print_row(const char* what, const std::string& rule, const store::RetentionCount& count) {
  std::printf("%-34s %-34s %12lld %12lld\n", what, rule.c_str(), static_cast<long long>(count.kept),
              static_cast<long long>(count.old));
}

void print_report(const store::RetentionReport& report, const core::ServiceOptions& options) {
  const auto days = [](const char* name, std::int64_t value) {
    return std::string(name) + " = " + std::to_string(value);
  };
  std::printf("%-34s %-34s %12s %12s\n", "what", "for how long", "kept", "would go");
  print_row("values that history replaced", days("access.history_days", options.history_days),
            report.history);
  print_row("requests", days("access.request_days", options.request_days), report.requests);
  print_row("replies kept for retries", days("access.idempotency_hours", options.idempotency_hours),
            report.answers);
  print_row("counts of failed sign-ins", "one day", report.attempts);
  print_row("attempts to deliver", std::to_string(DeliveryAttempt::kKept) + " of each webhook",
            report.deliveries);
  std::puts("nothing was removed: a server does so, about once a minute");
}

int count_retention(const Config& config) {
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
  print_report(report, config.service);
  return 0;
}

}  // namespace

Run define_retention(CLI::App& command) {
  const auto flags = std::make_shared<SettingFlags>();
  flags->add_to(command);
  return [flags, &command] {
    const auto config = load_config(flags->sources(command));
    if (!config) return report_failures(config.error());
    return count_retention(*config);
  };
}

}  // namespace patchbay::app
