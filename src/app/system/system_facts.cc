// Gathers the facts one after another.
#include "app/system/system_facts.h"

#include <algorithm>
#include <cstdio>
#include <fstream>

#include <sys/stat.h>

#include "app/opened_store.h"
#include "app/system/traces.h"
#include "app/traffic/traffic_file.h"
#include "core/access/lockout.h"
#include "doors/door.h"
#include "doors/native/history/anchor_json.h"
#include "http/certificate.h"
#include "reach/delivery/retry.h"
#include "record/admin/webhook.h"
#include "store/postgresql/location.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

namespace fs = std::filesystem;

// Keys of attempts of one name at one address begin with this letter: core/access/attempts_keys.h.
constexpr std::string_view kNamesAtSources = "n";
constexpr std::size_t kAttemptsRead = 10'000;
constexpr std::size_t kAnchorBytesRead = 4096;
constexpr std::int64_t kBehindMax = 10'000;  // changes that a webhook may be behind

std::string kind_of(const Config& config) {
  if (config.data == kInMemory) return "memory";
  return store::is_postgresql(config.data) ? "postgresql" : "sqlite";
}

void add_if_wide(const fs::path& file, mode_t forbidden, std::vector<std::string>& out) {
  struct stat about{};
  if (file.empty() || ::stat(file.c_str(), &about) != 0 || (about.st_mode & forbidden) == 0) return;
  char mode[8];
  std::snprintf(mode, sizeof mode, "%04o", static_cast<unsigned>(about.st_mode & 07777));
  out.push_back(file.string() + " (mode " + mode + ')');
}

// Returns which rights of the group and of others mean something for the files in a folder: those
// of users who may enter it.
mode_t rights_that_reach_into(const fs::path& folder) {
  struct stat about{};
  if (::stat(folder.empty() ? "." : folder.c_str(), &about) != 0) return 0;
  return static_cast<mode_t>(((about.st_mode & 0010) != 0 ? 0070 : 0) |
                             ((about.st_mode & 0001) != 0 ? 0007 : 0));
}

// A user who may list the data folder learns nothing from the names in it. One who may write there
// can replace the files.
std::vector<std::string> wide_files(const Config& config, const std::string& kind) {
  constexpr mode_t kForOthers = 0077;
  constexpr mode_t kWritable = 0022;
  std::vector<std::string> out;
  if (kind == "sqlite") {
    const fs::path folder = config.data;
    add_if_wide(folder, kWritable, out);
    const mode_t reach = rights_that_reach_into(folder);
    for (const char* name : {"patchbay.db", "patchbay.db-wal", "patchbay.db-shm", kTrafficFile})
      add_if_wide(folder / name, reach, out);
  }
  if (kind != "memory") {
    const fs::path key = key_file_of(config);
    add_if_wide(key, rights_that_reach_into(key.parent_path()), out);
  }
  add_if_wide(config.traffic_file, kForOthers, out);
  add_if_wide(config.anchor_file, kWritable, out);
  return out;
}

// Returns the time of the last anchor in the file; nothing if there is none.
std::optional<Instant> last_anchor_in(const std::string& file) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (file.empty() || !in) return std::nullopt;
  const auto size = static_cast<std::size_t>(std::max<std::streamoff>(in.tellg(), 0));
  std::string end(std::min(size, kAnchorBytesRead), '\0');
  in.seekg(static_cast<std::streamoff>(size - end.size()));
  in.read(end.data(), static_cast<std::streamsize>(end.size()));
  while (end.ends_with('\n')) end.pop_back();
  const auto tree = wire::json::parse(end.substr(end.rfind('\n') + 1));
  const auto anchor = tree ? doors::native::parse_anchor(*tree) : std::nullopt;
  return anchor ? parse_rfc3339(anchor->time) : std::nullopt;
}

void read_webhooks(store::ReadTransaction& reader, SystemFacts& out) {
  const auto webhooks = reader.references(ReferenceKind::webhook, 0, Webhook::kMax);
  if (webhooks.empty()) return;
  const std::int64_t newest =
      reader.feed({.below = kRoot, .after = std::nullopt, .limit = 1}).next.entry;
  for (const Reference& each : webhooks) {
    const auto kept = to_webhook(each).enabled ? reader.destination(each.id) : std::nullopt;
    if (!kept) continue;
    const std::int64_t behind = newest - kept->position.entry;
    if (!kept->stopped.empty())
      out.failing_webhooks.push_back(each.name + " (" + kept->stopped + ')');
    else if (kept->failures >= reach::kFailuresBeforePause)
      out.failing_webhooks.push_back(each.name + " (since " + rfc3339(kept->failing_since) + ')');
    else if (behind >= kBehindMax)
      out.late_webhooks.push_back(each.name + " (" + std::to_string(behind) + " changes)");
  }
}

// Doors whose callers have ids of a system that is not there.
void read_systems_of_doors(store::ReadTransaction& reader, const Config& config, SystemFacts& out) {
  for (const auto& [door, system] : doors::ids_of_doors(config.doors)) {
    const auto found = reader.reference(ReferenceKind::system, system);
    if (!found || found->deleted)
      out.lost_systems.push_back(door + ".ids_of is " + std::to_string(system));
  }
}

void read_facts(store::ReadTransaction& reader, const Config& config, SystemFacts& out) {
  const auto first = reader.history(kStoreItself, 2, 1);
  if (!first.empty()) out.made = first.front().by.time;
  for (const Attempts& each : reader.attempts(kNamesAtSources, kAttemptsRead))
    if (core::locked_out(each, out.now)) ++out.lockouts;
  read_webhooks(reader, out);
  read_systems_of_doors(reader, config, out);
}

}  // namespace

SystemFacts gather_facts(const FactSources& sources, store::ReadTransaction* reader) {
  const Config& config = sources.config;
  SystemFacts out{.now = sources.now,
                  .started = sources.started,
                  .store_kind = kind_of(config),
                  .location = store::redacted_location(config.data),
                  .is_demo = sources.is_demo,
                  .keeps_traffic = sources.keeps_traffic};
  if (sources.storage_problem) out.storage_problem = sources.storage_problem;
  if (out.store_kind != "memory") {
    if (auto footprint = store::measure(config.data))
      out.footprint = *footprint;
    else
      out.unmeasured = footprint.error();
  }
  if (out.store_kind == "sqlite") {
    out.last_backup = read_trace(config.data, kBackupTrace);
    out.last_verify = read_trace(config.data, kVerifyTrace);
  }
  out.anchor_minutes = config.anchor_minutes;
  out.last_anchor = std::max(sources.last_anchor, last_anchor_in(config.anchor_file));
  out.wide_files = wide_files(config, out.store_kind);
  if (!config.tls.certificate_file.empty())
    out.certificate_expires = http::certificate_expiry(config.tls.certificate_file);
  if (reader) read_facts(*reader, config, out);
  return out;
}

}  // namespace patchbay::app
