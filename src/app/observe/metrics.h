// Metrics of a running server in Prometheus's text format. They hold no customer, name or secret.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "app/observe/process_stats.h"
#include "app/observe/request_counts.h"
#include "base/clock.h"
#include "reach/delivery/engine.h"
#include "store/store.h"

namespace patchbay::app {

// The sources of metrics. It must outlive its readers.
struct MetricSources {
  const RequestCounts& requests;
  const store::Store& store;
  std::function<std::size_t()> connections;
  std::function<std::size_t()> body_bytes;
  std::function<std::size_t()> passwords_waiting;
  std::function<std::size_t()> live_readers;
  Instant started;
  std::function<reach::DeliveryCounts()> deliveries{};  // empty: nothing is delivered
};

// The values of all sources at one moment.
struct MetricsSnapshot {
  const MetricSources& sources;
  store::StoreStats store;
  ProcessStats process;
  reach::DeliveryCounts deliveries;
};

class Samples;  // of one family; its row adds them

enum class MetricKind : std::uint8_t { counter, gauge, histogram };
[[nodiscard]] std::string_view word(MetricKind kind);

// A row of the table of metrics.
struct Metric {
  std::string_view name;
  MetricKind kind;
  std::string_view labels;  // "door, verdict"
  std::string_view help;
  void (*read)(const MetricsSnapshot&, Samples&);
};
[[nodiscard]] std::span<const Metric> metrics();

// All metrics as text in version 0.0.4 of the format. Any thread. Takes some hundred microseconds.
[[nodiscard]] std::string to_prometheus_text(const MetricSources& sources);

}  // namespace patchbay::app
