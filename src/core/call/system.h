// The state of a server and its store, as operators need to know it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace patchbay::store {
class ReadTransaction;
}

namespace patchbay::core {

// Something that an operator should know of or change.
struct Finding {
  std::string check;   // the name of the check: "backup"
  std::string what;    // what is wrong, as a sentence
  std::string remedy;  // what to do, as a sentence
  bool operator==(const Finding&) const = default;
};

// A backup or a verification that was done, as far as its command left a trace.
struct Deed {
  Instant time;
  std::string place;     // where the backup is; empty for a verification
  bool is_whole = true;  // what was verified was whole
};

// How many commits had more changes than the row before, and at most `changes_max`; 0: no limit.
struct CommitSize {
  std::uint64_t changes_max = 0;
  std::uint64_t commits = 0;
};

struct SystemState {
  std::string version;
  Instant now;
  Instant started;
  std::string store_kind;  // sqlite, postgresql or memory
  std::int64_t schema = 0;
  // In bytes; nothing if it is not known.
  std::optional<std::uint64_t> store_bytes{};
  std::optional<std::uint64_t> log_bytes{};
  std::optional<std::uint64_t> disk_free_bytes{};
  std::optional<std::uint64_t> disk_bytes{};
  std::optional<Deed> last_backup{};
  std::optional<Deed> last_verify{};
  std::optional<Instant> last_anchor{};
  std::uint64_t waiting = 0;            // changes in the store's queue
  std::uint64_t oldest_waiting_us = 0;  // for how long the oldest of them, or of those that are
                                        // being committed, has waited
  std::vector<CommitSize> commit_sizes{};
  std::vector<Finding> findings{};
};

// Threads: any.
class System {
 public:
  virtual ~System() = default;
  // What does not change quickly may be a second old. May wait for the disk.
  [[nodiscard]] virtual SystemState state(store::ReadTransaction& reader) = 0;
};

}  // namespace patchbay::core
