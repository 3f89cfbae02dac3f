// What `patchbay doctor` looks at beside the facts of a server: one row for each check.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/system/system_facts.h"
#include "core/call/system.h"

namespace patchbay::app {

// What was seen of a configuration, of the store that it names, and of a server that was asked.
// Unknown facts are absent, and no check finds anything in them.
struct DoctorFacts {
  // ---- the configuration and its store, on this machine
  std::vector<std::string> config_problems{};  // sentences
  std::optional<SystemFacts> here{};
  std::string store_problem{};     // why there is no store to look at
  std::string key_problem{};       // why the sealing key cannot be used with the store
  std::optional<bool> key_copied;  // whether a copy of the sealing key was seen
  std::string key_file{};
  std::string schema_difference{};       // an object of the schema that is too many, or missing
  std::string pooler_problem{};          // why a pooler must not be in front of the database
  std::string owner_problem{};           // "/data/patchbay.db belongs to root, /data to patchbay"
  std::string file_system{};             // "nfs" or "tmpfs", if the data folder is in one
  std::vector<std::string> leftovers{};  // files of work that was cut off
  std::optional<std::uint64_t> inodes_free{};
  std::optional<std::uint64_t> inodes{};
  std::optional<std::uint64_t> descriptors{};  // that a process may have at most
  std::uint64_t connections_max = 0;
  bool is_public = false;         // other machines may reach the address
  bool is_plain = false;          // without TLS
  bool answers_any_host = false;  // server.hosts is empty
  bool trusts_any_proxy = false;
  bool shows_metrics_to_any = false;
  // ---- a server that was asked
  std::string profile_problem{};  // why the profile cannot be used
  std::string server;             // its address; empty: none was asked
  std::string server_problem{};   // why there was no reply
  std::string sign_in_problem{};  // why the reply refuses
  std::string version{};          // of this program
  std::string server_version{};
  std::optional<std::int64_t> clock_difference_s{};  // how far the server's clock is ahead
  std::vector<core::Finding> server_findings{};
};

struct DoctorCheck {
  std::string_view name;
  // Returns what is wrong, as a sentence; nothing if all is well or not known.
  std::optional<std::string> (*find)(const DoctorFacts& facts);
  std::string_view remedy;  // what to do, as a sentence
};
[[nodiscard]] std::span<const DoctorCheck> doctor_checks();

// What all checks find: those of this file, then those of findings.h for the store here, then what
// the server finds and is not found here.
[[nodiscard]] std::vector<core::Finding> diagnose(const DoctorFacts& facts);

}  // namespace patchbay::app
