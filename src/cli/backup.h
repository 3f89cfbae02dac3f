// The commands `backup` and `restore`.
#pragma once

#include <cstdint>
#include <string>

namespace patchbay::app {

struct TransferOptions {
  std::string from;
  std::string to;   // must not be there, or be empty
  std::string key;  // file of the sealing key that goes with it; empty: none, or the backup's own
  std::int64_t mib_per_second = 64;
  std::int64_t log_growth_mib_max = 1024;  // of the server's log while a backup is made
};

// Copies the store in `from`, which a server may hold, to `to` as it is at one moment, and verifies
// the copy. Only then is it at `to`. Where the server's log has grown by half of what is allowed
// the rate no longer holds; where by all of it the copying gives way. Says what was copied and
// where the sealing key is. The exit code: 0 done, 1 not.
[[nodiscard]] int backup(const TransferOptions& options);

// Puts the backup in `from` at `to`, verified first. The exit code: 0 done, 1 not.
[[nodiscard]] int restore(const TransferOptions& options);

}  // namespace patchbay::app
