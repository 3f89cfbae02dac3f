// The checks, and their bounds.
#include "app/system/findings.h"

#include <algorithm>

#include "base/text.h"
#include "base/wording.h"

namespace patchbay::app {
namespace {

using Found = std::optional<std::string>;

constexpr std::uint64_t kMiB = 1024 * 1024;
constexpr std::uint64_t kDiskFreeMin = 512 * kMiB;
constexpr std::uint64_t kDiskShare = 20;  // less than the twentieth part of the disk is little
constexpr std::uint64_t kLogMax = 256 * kMiB;
constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kClockSlackS = 5;
constexpr std::int64_t kCertificateS = 14 * kDay;
constexpr std::int64_t kFirstBackupS = kDay;  // after the store was made
constexpr std::int64_t kBackupAgeS = 2 * kDay;
constexpr std::int64_t kAnchorSlackS = 300;
constexpr std::int64_t kStandbyLagS = 60;

std::int64_t seconds_since(const SystemFacts& facts, Instant time) {
  return (facts.now.us - time.us) / 1'000'000;
}

// Returns for example "3 days", "5 hours" or "40 seconds".
std::string lasting(std::int64_t seconds) {
  const auto count = static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 0));
  if (seconds >= 2 * kDay) return counted(count / kDay, "day");
  if (seconds >= 2 * kHour) return counted(count / kHour, "hour");
  if (seconds >= 120) return counted(count / 60, "minute");
  return counted(count, "second");
}

std::string mebibytes(std::uint64_t bytes) { return std::to_string(bytes / kMiB) + " MiB"; }

Found storage(const SystemFacts& facts) {
  if (facts.storage_problem.empty()) return std::nullopt;
  return "Changes cannot be written now: " + facts.storage_problem + '.';
}

Found measure(const SystemFacts& facts) {
  if (facts.unmeasured.empty()) return std::nullopt;
  return "The store could not be measured: " + facts.unmeasured + '.';
}

Found clock(const SystemFacts& facts) {
  const auto& newest = facts.footprint.newest_change;
  if (!newest || *newest <= facts.now.plus_seconds(kClockSlackS)) return std::nullopt;
  return "The newest change in the store has the time " + rfc3339(*newest) + ", which is " +
         lasting(-seconds_since(facts, *newest)) + " ahead of the clock of this machine.";
}

Found disk(const SystemFacts& facts) {
  const auto& free = facts.footprint.disk_free_bytes;
  const auto& all = facts.footprint.disk_bytes;
  if (!free || !all || (*free >= kDiskFreeMin && *free >= *all / kDiskShare)) return std::nullopt;
  return "The disk of the store has only " + mebibytes(*free) + " free, of " + mebibytes(*all) +
         '.';
}

Found modes(const SystemFacts& facts) {
  if (facts.wide_files.empty()) return std::nullopt;
  std::string files;
  for (const std::string& each : facts.wide_files)
    files.append(files.empty() ? "" : ", ").append(each);
  return "Other users of this machine may use files of the server: " + files + '.';
}

Found log(const SystemFacts& facts) {
  const auto& bytes = facts.footprint.log_bytes;
  if (!bytes || *bytes <= kLogMax) return std::nullopt;
  return "The write-ahead log of the database has grown to " + mebibytes(*bytes) + '.';
}

Found certificate(const SystemFacts& facts) {
  if (!facts.certificate_expires) return std::nullopt;
  const std::int64_t left = -seconds_since(facts, *facts.certificate_expires);
  if (left >= kCertificateS) return std::nullopt;
  const std::string end = rfc3339(*facts.certificate_expires);
  if (left <= 0) return "The TLS certificate has been invalid since " + end + '.';
  return "The TLS certificate is valid for only " + lasting(left) + ", until " + end + '.';
}

// PostgreSQL is backed up with its own tools, and this server does not see them.
Found backup(const SystemFacts& facts) {
  if (facts.store_kind != "sqlite") return std::nullopt;
  if (!facts.last_backup) {
    if (!facts.made || seconds_since(facts, *facts.made) < kFirstBackupS) return std::nullopt;
    return "No backup of this store is known.";
  }
  const std::int64_t age = seconds_since(facts, facts.last_backup->time);
  if (age <= kBackupAgeS) return std::nullopt;
  return "The last known backup was made " + lasting(age) + " ago, to " + facts.last_backup->place +
         '.';
}

Found verification(const SystemFacts& facts) {
  if (!facts.last_verify || facts.last_verify->is_whole) return std::nullopt;
  return "`patchbay verify` found at " + rfc3339(facts.last_verify->time) +
         " that the store is not whole.";
}

Found anchors(const SystemFacts& facts) {
  if (facts.store_kind == "memory") return std::nullopt;
  if (facts.anchor_minutes == 0) return "No anchors of history are written.";
  const Instant since = std::max(facts.last_anchor.value_or(facts.started), facts.started);
  const std::int64_t age = seconds_since(facts, since);
  if (age <= 2 * 60 * facts.anchor_minutes + kAnchorSlackS) return std::nullopt;
  return "No anchor of history was written for " + lasting(age) + ", though one is due every " +
         counted(static_cast<std::uint64_t>(facts.anchor_minutes), "minute") + '.';
}

Found lockouts(const SystemFacts& facts) {
  if (facts.lockouts == 0) return std::nullopt;
  return "Wrong passwords have locked out " +
         counted(facts.lockouts, "name at an address", "names at an address") + '.';
}

Found webhooks(const SystemFacts& facts) {
  if (facts.failing_webhooks.empty()) return std::nullopt;
  return "Webhooks take nothing: " + join(facts.failing_webhooks, ", ") + '.';
}

Found old_ids(const SystemFacts& facts) {
  if (facts.lost_systems.empty()) return std::nullopt;
  return "Callers have ids of an outside system that is not there: " +
         join(facts.lost_systems, ", ") + '.';
}

Found late_webhooks(const SystemFacts& facts) {
  if (facts.late_webhooks.empty()) return std::nullopt;
  return "Delivery to webhooks is behind: " + join(facts.late_webhooks, ", ") + '.';
}

Found traffic(const SystemFacts& facts) {
  if (facts.keeps_traffic) return std::nullopt;
  return "This server keeps no recent requests, so nobody can see later what a caller sent.";
}

Found demo(const SystemFacts& facts) {
  if (!facts.is_demo) return std::nullopt;
  return "The store is a demo: everybody knows its passwords and keys.";
}

Found standby(const SystemFacts& facts) {
  const auto& lag = facts.footprint.standby_lag_s;
  if (!lag || *lag <= kStandbyLagS) return std::nullopt;
  return "A standby of the database is " + lasting(*lag) + " behind.";
}

Found schema(const SystemFacts& facts) {
  const store::Footprint& footprint = facts.footprint;
  if (footprint.schema == footprint.newest_schema || footprint.schema == 0) return std::nullopt;
  const std::string both = "the store has schema " + std::to_string(footprint.schema) +
                           ", and this program knows schema " +
                           std::to_string(footprint.newest_schema) + '.';
  return footprint.schema < footprint.newest_schema
             ? "An older version of Patchbay wrote the store: " + both
             : "A newer version of Patchbay wrote the store: " + both;
}

// clang-format off
constexpr Check kChecks[] = {
    {"storage", storage, "Read the log of the server, and put the files or the disk back in order."},
    {"measure", measure, "Look whether the place of the store can be read, or the database reached."},
    {"clock", clock, "Set the clock of this machine right, and keep it right with a time service."},
    {"disk", disk, "Free space or enlarge the disk before changes are refused."},
    {"modes", modes, "Take the rights of others away: chmod 700 for folders, chmod 600 for files."},
    {"log", log, "Look for a process that has read the database for a long time, such as a backup, a verification or sqlite3, and end it."},
    {"certificate", certificate, "Put the new certificate and its key into the same files, and send the server SIGHUP."},
    {"backup", backup, "Run `patchbay backup` on a schedule, and keep the copies on another machine."},
    {"verification", verification, "Keep the store as it is, run `patchbay verify` again for its findings, and restore the last good backup."},
    {"anchors", anchors, "Set audit.anchor_minutes and audit.anchor_file, and keep the anchors where this server cannot write."},
    {"lockouts", lockouts, "Find out who tries: GET /v1/principals shows the addresses; setting `locked` to false lets a principal in at once."},
    {"webhooks", webhooks, "Read GET /v1/webhooks/{id}/deliveries, put the receiver right, set `enabled` to true if it is stopped, and send again what failed: POST /v1/webhooks/{id}/replay."},
    {"late_webhooks", late_webhooks, "Look whether a server runs with deliveries.enabled, and how long the receiver takes: GET /v1/webhooks/{id}/deliveries."},
    {"old_ids", old_ids, "Set ids_of of the door to the number of a system of GET /v1/systems, or to 0 if its callers have Patchbay's ids."},
    {"traffic", traffic, "Set traffic.keep above 0, and with PostgreSQL also traffic.file."},
    {"demo", demo, "Keep nothing real in it: make a new store with `patchbay init`."},
    {"standby", standby, "Look at the load and the network of the standby."},
    {"schema", schema, "Run the same version of Patchbay on all nodes."},
};
// clang-format on

}  // namespace

std::span<const Check> checks() { return kChecks; }

std::vector<core::Finding> findings_of(const SystemFacts& facts) {
  std::vector<core::Finding> out;
  for (const Check& each : kChecks)
    if (auto what = each.find(facts))
      out.push_back({std::string(each.name), *std::move(what), std::string(each.remedy)});
  return out;
}

}  // namespace patchbay::app
