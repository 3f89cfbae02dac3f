// Configuration: a TOML file, overridden by environment variables, overridden by flags. All three
// follow one table of settings.
#pragma once

#include <chrono>
#include <expected>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/service.h"
#include "doors/settings.h"
#include "http/server.h"

namespace patchbay::app {

// How changes are committed.
struct StoreOptions {
  int commit_ms = 0;          // PostgreSQL: the longest wait for a commit and for another node
  std::size_t lanes = 0;      // PostgreSQL: queues that commit changes of single customers in
                              // parallel
  std::size_t cache_mib = 0;  // memory for decoded customers
  bool is_long_log = false;   // SQLite: the log may be long, because many changes follow and few
                              // read meanwhile
};

// How events are sent to webhooks.
struct DeliveryOptions {
  bool delivers = false;
  std::string allow;  // as written; see `parse_address_blocks`
  std::chrono::milliseconds answer_within{};
  std::string authorities_file;  // PEM; empty: those of the system
};

// The members that other modules read are their options, so that a setting goes straight to what
// uses it.
struct Config {
  std::string listen;
  std::int64_t threads = 0;
  std::int64_t password_threads = 0;
  std::int64_t live_readers_max = 0;
  http::Tls tls;  // both files, or neither
  http::Limits limits;
  std::string trusted_proxies;  // as written; see `parse_address_blocks`
  std::string hosts;            // as written; see host_policy.h
  bool plain_http = false;
  std::string data;
  std::string key_file;
  std::int64_t anchor_minutes = 0;
  std::string anchor_file;
  std::string currency;
  StoreOptions store;
  std::string log_level;
  bool log_requests = false;
  std::int64_t traffic_keep = 0;
  std::int64_t traffic_hours = 0;
  std::int64_t traffic_per_second = 0;
  std::string traffic_file;
  DeliveryOptions deliveries;
  std::string metrics_sources;  // as written; see `parse_address_blocks`
  core::ServiceOptions service;
  doors::Settings doors;
  // The text that each setting was given, by its name.
  std::map<std::string, std::string, std::less<>> as_written;
};

// A row of settings.def.
struct Setting {
  enum class Form : std::uint8_t { text, whole, flag, word };
  std::string_view section;
  std::string_view key;
  Form form;
  std::int64_t min = 0;
  std::int64_t max = 0;
  std::string_view words;
  std::string_view standard;
  std::string_view meaning;
  void (*set)(Config&, const std::string& text, std::int64_t whole);

  [[nodiscard]] std::string name() const;         // "server.listen"
  [[nodiscard]] std::string environment() const;  // "PATCHBAY_SERVER_LISTEN"
  [[nodiscard]] std::string allowed() const;      // "a whole number from 1 to 64"
};
[[nodiscard]] std::span<const Setting> settings();

// The sources of values, weakest first. `file` is a path, or empty for none.
struct Sources {
  std::string file;
  std::vector<std::pair<std::string, std::string>> environment;  // all variables
  std::vector<std::pair<std::string, std::string>> flags;        // by name: "server.listen"
};

// The configuration, or everything that is wrong with it: one sentence each that names the place
// and what is allowed there. Refuses a file that others may change, and a file that holds a
// password and that others can read.
[[nodiscard]] std::expected<Config, std::vector<std::string>> load_config(const Sources& sources);

// The configuration if nothing is set.
[[nodiscard]] Config standard_config();

// The address blocks of a comma-separated list. The error is the first item that is not an address
// block.
[[nodiscard]] std::expected<std::vector<std::string>, std::string> parse_address_blocks(
    std::string_view list);

// The commented example file: every setting with its meaning, allowed values and default.
[[nodiscard]] std::string example_file();

}  // namespace patchbay::app
