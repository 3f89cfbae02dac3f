// What is known of a server's store and its surroundings at one moment, for the checks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/config/config.h"
#include "base/clock.h"
#include "core/call/system.h"
#include "store/open.h"

namespace patchbay::app {

struct SystemFacts {
  Instant now;
  Instant started;
  std::string store_kind;  // sqlite, postgresql or memory
  std::string location;    // for people
  bool is_demo = false;
  bool keeps_traffic = true;
  std::string storage_problem{};  // why changes cannot be written; empty if they can
  store::Footprint footprint{};
  std::string unmeasured{};       // why the store could not be measured; empty if it was
  std::optional<Instant> made{};  // when the store was made
  std::optional<core::Deed> last_backup{};
  std::optional<core::Deed> last_verify{};
  std::int64_t anchor_minutes = 0;
  std::optional<Instant> last_anchor{};
  std::vector<std::string> wide_files{};  // that others may use: "/data/patchbay.db (mode 0644)"
  std::optional<Instant> certificate_expires{};
  std::size_t lockouts = 0;                     // names that are locked out at an address
  std::vector<std::string> failing_webhooks{};  // "billing (answered 500)"
  std::vector<std::string> late_webhooks{};     // "billing (12000 changes)"
  std::vector<std::string> lost_systems{};      // "everlytic.ids_of is 3"
};

// What the facts are gathered from, in addition to the store itself.
struct FactSources {
  const Config& config;
  Instant now;
  Instant started;
  bool is_demo = false;
  bool keeps_traffic = false;
  std::optional<Instant> last_anchor{};  // that this server wrote
  const char* storage_problem = nullptr;
};

// Reads `reader`, which may be null, files, and the store through a separate connection. Throws
// store::Unavailable.
[[nodiscard]] SystemFacts gather_facts(const FactSources& sources, store::ReadTransaction* reader);

}  // namespace patchbay::app
