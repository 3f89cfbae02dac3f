// The table of metrics and its text. The counters are plain atomics that become Prometheus values
// only when they are read: Prometheus's own histograms lock at every observation.
#include "app/observe/metrics.h"

#include <limits>

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include "base/version.h"

namespace patchbay::app {

class Samples {
 public:
  using Labels = std::vector<prometheus::ClientMetric::Label>;

  Samples(prometheus::MetricFamily& family, MetricKind kind) : family_(family), kind_(kind) {}

  void add(double value, Labels labels = {}) {
    auto& metric = with(std::move(labels));
    if (kind_ == MetricKind::counter) metric.counter.value = value;
    if (kind_ == MetricKind::gauge) metric.gauge.value = value;
  }
  void add(std::uint64_t value, Labels labels = {}) {
    add(static_cast<double>(value), std::move(labels));
  }
  // `unit` is the value of 1 in the histogram, in the unit of the metric.
  template <const auto& kBounds>
  void add(const Histogram<kBounds>& from, double unit, Labels labels = {}) {
    auto& to = with(std::move(labels)).histogram;
    for (std::size_t i = 0; i < from.counts.size(); ++i) {
      to.sample_count += from.counts[i];
      const double bound = i < kBounds.size() ? static_cast<double>(kBounds[i]) / unit
                                              : std::numeric_limits<double>::infinity();
      to.bucket.push_back({to.sample_count, bound});
    }
    to.sample_sum = static_cast<double>(from.sum) / unit;
  }

 private:
  prometheus::ClientMetric& with(Labels labels) {
    family_.metric.emplace_back().label = std::move(labels);
    return family_.metric.back();
  }

  prometheus::MetricFamily& family_;
  MetricKind kind_;
};

namespace {

using enum MetricKind;

constexpr double kSecond = 1e6;  // in microseconds
constexpr double kEach = 1;

void requests(const MetricsSnapshot& now, Samples& out) {
  for (const auto& each : now.sources.requests.doors())
    for (std::uint8_t i = 0; i < kRequestResults; ++i)
      out.add(each.results[i].load(std::memory_order_relaxed),
              {{"door", std::string(each.door->name)},
               {"verdict", std::string(word(RequestResult{i}))}});
}

void updates(const MetricsSnapshot& now, Samples& out) {
  for (const auto& each : now.sources.requests.doors())
    out.add(each.updates.load(std::memory_order_relaxed), {{"door", std::string(each.door->name)}});
}

void reads(const MetricsSnapshot& now, Samples& out) {
  for (const auto& each : now.sources.requests.doors())
    out.add(each.reads.load(std::memory_order_relaxed), {{"door", std::string(each.door->name)}});
}

void request_seconds(const MetricsSnapshot& now, Samples& out) {
  for (const auto& each : now.sources.requests.doors())
    for (std::size_t i = 0; i < each.us.size(); ++i)
      out.add(each.us[i].read(), kSecond,
              {{"door", std::string(each.door->name)}, {"ending", std::string(kResultClasses[i])}});
}

void refusals(const MetricsSnapshot& now, Samples& out) {
  for (std::size_t i = 0; i < kRefusals.size(); ++i)
    out.add(now.sources.requests.refusals()[i].load(std::memory_order_relaxed),
            {{"status", kRefusals[i] == 0 ? "other" : std::to_string(kRefusals[i])}});
}

void commits(const MetricsSnapshot& now, Samples& out) {
  const std::uint64_t lost = now.store.commits_failed + now.store.commits_unknown;
  out.add(now.store.commits - std::min(lost, now.store.commits), {{"fate", "on_disk"}});
  out.add(now.store.commits_failed, {{"fate", "failed"}});
  out.add(now.store.commits_unknown, {{"fate", "unknown"}});
}

void deliveries(const MetricsSnapshot& now, Samples& out) {
  out.add(now.deliveries.delivered, {{"fate", "taken"}});
  out.add(now.deliveries.failed, {{"fate", "failed"}});
}

void build(const MetricsSnapshot&, Samples& out) { out.add(1.0, {{"version", program_version()}}); }

void started(const MetricsSnapshot& now, Samples& out) {
  out.add(static_cast<double>(now.sources.started.us) / kSecond);
}

// A row that shows one number or histogram of the snapshot.
#define VALUE(...) [](const MetricsSnapshot& now, Samples& out) { out.add(__VA_ARGS__); }

constexpr Metric kMetrics[] = {
    // clang-format off
    {"patchbay_requests_total", counter, "door, verdict", "Requests that a door answered. The verdict is done, a kind of fault, or no_path, no_method or bad_path.", requests},
    {"patchbay_updates_total", counter, "door", "Changes done through a door, also those that had nothing to change; each change of a bulk or an undo of many by itself. Rehearsals, sessions, tokens and saved views do not count.", updates},
    {"patchbay_reads_total", counter, "door", "Reads and rehearsals answered through a door.", reads},
    {"patchbay_request_seconds", histogram, "door, ending", "Time from a request's last byte to its reply. refused: the caller made an error; failed: the server did.", request_seconds},
    {"patchbay_http_refusals_total", counter, "status", "Requests and connections that were refused before a door saw them, or that no door could answer.", refusals},
    {"patchbay_connections", gauge, "", "Open connections.", VALUE(std::uint64_t{now.sources.connections()})},
    {"patchbay_body_bytes", gauge, "", "Bytes of memory for bodies that are being received, and for bodies received in pieces until they are answered.", VALUE(std::uint64_t{now.sources.body_bytes()})},
    {"patchbay_password_queue", gauge, "", "Requests that wait for a password check.", VALUE(std::uint64_t{now.sources.passwords_waiting()})},
    {"patchbay_live_readers", gauge, "", "Readers that wait for the next change, over Server-Sent Events or with `wait`.", VALUE(std::uint64_t{now.sources.live_readers()})},
    {"patchbay_store_queue", gauge, "", "Changes that wait in the store's queue.", VALUE(std::uint64_t{now.store.waiting})},
    {"patchbay_store_oldest_waiting_seconds", gauge, "", "For how long the oldest change has waited that is not committed yet.", VALUE(static_cast<double>(now.store.oldest_waiting_us) / kSecond)},
    {"patchbay_store_jobs_total", counter, "", "Changes that the store took from its queue.", VALUE(now.store.jobs)},
    {"patchbay_store_jobs_refused_total", counter, "", "Changes refused because the store's queue was full or closed.", VALUE(now.store.refused)},
    {"patchbay_store_commits_total", counter, "fate", "Commits, by result.", commits},
    {"patchbay_store_commit_jobs", histogram, "", "Changes in one commit.", VALUE(now.store.jobs_together, kEach)},
    {"patchbay_store_commit_seconds", histogram, "", "Time until a commit was on disk.", VALUE(now.store.commit_us, kSecond)},
    {"patchbay_store_read_seconds", histogram, "", "Time for which a request read from the database, including its password check.", VALUE(now.store.read_us, kSecond)},
    {"patchbay_store_schema_version", gauge, "", "Version of the database's schema; 0 in memory.", VALUE(static_cast<double>(now.store.schema))},
    {"patchbay_deliveries_total", counter, "fate", "Attempts to deliver an event to a webhook, by result.", deliveries},
    {"patchbay_deliveries_dead_total", counter, "", "Events that were not taken and are not tried any more.", VALUE(now.deliveries.dead)},
    {"patchbay_deliveries_waiting", gauge, "", "Events that were not taken and are tried again.", VALUE(now.deliveries.waiting)},
    {"patchbay_webhooks", gauge, "", "Webhooks to which this server delivers now.", VALUE(now.deliveries.destinations)},
    {"patchbay_webhooks_failing", gauge, "", "Of these: how many take nothing, or are stopped.", VALUE(now.deliveries.failing)},
    {"patchbay_build_info", gauge, "version", "1, with the version as its label.", build},
    {"process_start_time_seconds", gauge, "", "When the process started, in seconds since 1970.", started},
    {"process_cpu_seconds_total", counter, "", "CPU time that the process used.", VALUE(now.process.cpu_seconds)},
    {"process_resident_memory_bytes", gauge, "", "Resident memory of the process.", VALUE(now.process.resident_bytes)},
    {"process_open_fds", gauge, "", "Open file descriptors.", VALUE(now.process.open_fds)},
    {"process_max_fds", gauge, "", "Limit of open file descriptors.", VALUE(now.process.fds_max)},
    // clang-format on
};
#undef VALUE

prometheus::MetricType type_of(MetricKind kind) {
  switch (kind) {
    case counter:
      return prometheus::MetricType::Counter;
    case gauge:
      return prometheus::MetricType::Gauge;
    case histogram:
      return prometheus::MetricType::Histogram;
  }
  return prometheus::MetricType::Untyped;
}

}  // namespace

std::string_view word(MetricKind kind) {
  constexpr std::string_view kWords[] = {"counter", "gauge", "histogram"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::span<const Metric> metrics() { return kMetrics; }

std::string to_prometheus_text(const MetricSources& sources) {
  const MetricsSnapshot snapshot{
      sources, sources.store.stats(), read_process_stats(),
      sources.deliveries ? sources.deliveries() : reach::DeliveryCounts{}};
  std::vector<prometheus::MetricFamily> families;
  for (const Metric& each : kMetrics) {
    auto& family = families.emplace_back();
    family.name = each.name;
    family.help = each.help;
    family.type = type_of(each.kind);
    Samples samples(family, each.kind);
    each.read(snapshot, samples);
  }
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace patchbay::app
