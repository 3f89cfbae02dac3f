// The checks, and their bounds.
#include "app/system/doctor.h"

#include <algorithm>

#include "app/system/findings.h"
#include "base/text.h"

namespace patchbay::app {
namespace {

using Seen = std::optional<std::string>;

constexpr std::int64_t kClockDifferenceMaxS = 5;
constexpr std::uint64_t kInodesFreeMin = 1000;
constexpr std::uint64_t kDescriptorsBeside = 64;  // for the store, the log and the like

// `text` as a sentence, if there is any.
Seen sentence(std::string_view before, const std::string& text) {
  if (text.empty()) return std::nullopt;
  return std::string(before) + text + (text.ends_with('.') ? "" : ".");
}

Seen config(const DoctorFacts& facts) {
  return sentence("The configuration cannot be served: ", join(facts.config_problems, "; "));
}

Seen store(const DoctorFacts& facts) {
  return sentence("There is no store to look at: ", facts.store_problem);
}

Seen key(const DoctorFacts& facts) { return sentence("The sealing key: ", facts.key_problem); }

Seen key_copy(const DoctorFacts& facts) {
  if (facts.key_copied.value_or(true)) return std::nullopt;
  return "No copy of the sealing key is known beside " + facts.key_file +
         ": without the key the secrets of a restored store stay sealed.";
}

Seen structure(const DoctorFacts& facts) {
  return sentence("The store is not as this program makes it: ", facts.schema_difference);
}

Seen pooler(const DoctorFacts& facts) {
  return sentence("A pooler shares sessions of the database: ", facts.pooler_problem);
}

Seen owner(const DoctorFacts& facts) {
  return sentence("Files of the store have different owners: ", facts.owner_problem);
}

Seen file_system(const DoctorFacts& facts) {
  if (facts.file_system.empty()) return std::nullopt;
  const bool is_lost = facts.file_system == "tmpfs" || facts.file_system == "ramfs";
  return "The data folder is in a file system of the kind " + facts.file_system +
         (is_lost ? ", which is lost when the machine stops."
                  : ", over a network, where locks and syncing cannot be relied on.");
}

Seen leftovers(const DoctorFacts& facts) {
  return sentence("Work was cut off and left files behind: ", join(facts.leftovers, ", "));
}

Seen inodes(const DoctorFacts& facts) {
  if (facts.inodes.value_or(0) == 0 || facts.inodes_free.value_or(0) >= kInodesFreeMin)
    return std::nullopt;
  return "The disk of the store can hold only " + std::to_string(facts.inodes_free.value_or(0)) +
         " more files.";
}

Seen descriptors(const DoctorFacts& facts) {
  if (!facts.descriptors || *facts.descriptors >= facts.connections_max + kDescriptorsBeside)
    return std::nullopt;
  return "A process may open at most " + std::to_string(*facts.descriptors) +
         " files here, and server.connections_max is " + std::to_string(facts.connections_max) +
         '.';
}

Seen plain_http(const DoctorFacts& facts) {
  if (!facts.is_public || !facts.is_plain) return std::nullopt;
  return "Other machines may reach the server without TLS.";
}

Seen hosts(const DoctorFacts& facts) {
  if (!facts.is_public || !facts.answers_any_host) return std::nullopt;
  return "Other machines may reach the server under any name, so a page of another site can be "
         "made to look like one of its own.";
}

Seen proxies(const DoctorFacts& facts) {
  if (!facts.trusts_any_proxy) return std::nullopt;
  return "Any address is believed about whom it speaks for, so lock-outs and limits of addresses "
         "can be evaded.";
}

Seen metrics(const DoctorFacts& facts) {
  if (!facts.shows_metrics_to_any) return std::nullopt;
  return "Any address may read /metrics.";
}

Seen profile(const DoctorFacts& facts) {
  return sentence("The profile cannot be used: ", facts.profile_problem);
}

Seen server(const DoctorFacts& facts) {
  return sentence("The server " + facts.server + " does not answer: ", facts.server_problem);
}

Seen sign_in(const DoctorFacts& facts) {
  return sentence("The server " + facts.server + " does not say how it is: ",
                  facts.sign_in_problem);
}

Seen version(const DoctorFacts& facts) {
  if (facts.server_version.empty() || facts.server_version == facts.version) return std::nullopt;
  return "The server runs version " + facts.server_version + ", and this program is " +
         facts.version + '.';
}

Seen server_clock(const DoctorFacts& facts) {
  const std::int64_t ahead = facts.clock_difference_s.value_or(0);
  if (std::abs(ahead) <= kClockDifferenceMaxS) return std::nullopt;
  return "The clock of the server is " + std::to_string(std::abs(ahead)) + " seconds " +
         (ahead > 0 ? "ahead of" : "behind") + " the clock of this machine.";
}

// clang-format off
constexpr DoctorCheck kDoctorChecks[] = {
    {"config", config, "Correct the file or the flags; `patchbay check-config` looks at them again."},
    {"store", store, "Name the data folder with --data or the file with --config; `patchbay init` makes a store."},
    {"key", key, "Put the copy of the key back, or name its file with --store.key_file."},
    {"key_copy", key_copy, "Copy the key to another machine, and say --key-copy FILE; or make backups with --key."},
    {"structure", structure, "Run `patchbay verify`, and take away what was added by hand."},
    {"pooler", pooler, "Set pool_mode = session, or connect past the pooler."},
    {"owner", owner, "Give all files of the data folder to the user of the service: chown -R."},
    {"file_system", file_system, "Move the data folder to a disk of this machine."},
    {"leftovers", leftovers, "Look whether the work still runs; if not, remove the files."},
    {"inodes", inodes, "Remove files from the disk, or use one with more inodes."},
    {"descriptors", descriptors, "Raise LimitNOFILE of the service or `ulimit -n`, or lower server.connections_max."},
    {"plain_http", plain_http, "Set server.tls_certificate and server.tls_key, or let only a proxy on this machine reach it."},
    {"hosts", hosts, "Set server.hosts to the names under which it is reached."},
    {"proxies", proxies, "Name only your own proxies in server.trusted_proxies."},
    {"metrics", metrics, "Name only your own collectors in metrics.sources."},
    {"profile", profile, "Correct the file of profiles, or use `patchbay login`."},
    {"server", server, "Look whether it runs, and at its log; look at the network between."},
    {"sign_in", sign_in, "Use a profile whose role holds the privilege `system`."},
    {"version", version, "Run the same version everywhere."},
    {"server_clock", server_clock, "Set both clocks right, and keep them right with a time service."},
};
// clang-format on

bool has(const std::vector<core::Finding>& findings, const std::string& check) {
  return std::ranges::any_of(findings,
                             [&](const core::Finding& each) { return each.check == check; });
}

}  // namespace

std::span<const DoctorCheck> doctor_checks() { return kDoctorChecks; }

std::vector<core::Finding> diagnose(const DoctorFacts& facts) {
  std::vector<core::Finding> out;
  for (const DoctorCheck& each : kDoctorChecks)
    if (auto what = each.find(facts))
      out.push_back({std::string(each.name), *std::move(what), std::string(each.remedy)});
  if (facts.here)
    for (core::Finding& each : findings_of(*facts.here)) out.push_back(std::move(each));
  for (const core::Finding& each : facts.server_findings)
    if (!has(out, each.check)) out.push_back(each);
  return out;
}

}  // namespace patchbay::app
