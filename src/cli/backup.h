// The commands `backup` and `restore`.
#pragma once

#include <cstdint>
#include <string>

#include "cli/output.h"

namespace patchbay::app {

struct TransferOptions {
  std::string from;
  std::string to;   // must not exist, or be empty
  std::string key;  // file of its sealing key; empty: none, or the one in the backup
  std::int64_t mib_per_second = 64;
  std::int64_t log_growth_mib_max = 1024;  // growth of the server's log during a backup
};

// Copies the store in `from`, which a server may be using, to `to` as it is at one moment, and
// verifies the copy. `to` exists only after that. When the server's log has grown by half of the
// allowed size, the rate limit no longer applies; at the full size the backup is aborted. Prints
// what was copied and where the sealing key is. Exit code: 0 for success, 2 for failure.
[[nodiscard]] int backup(const TransferOptions& options, Output& output);

// Verifies the backup in `from` and copies it to `to`. Exit code: 0 for success, 2 for failure.
[[nodiscard]] int restore(const TransferOptions& options, Output& output);

// Adds --key and --rate, which both have; `options` must outlive `command`'s parsing.
void add_transfer_options(CLI::App& command, TransferOptions& options,
                          const std::string& key_meaning);

}  // namespace patchbay::app
