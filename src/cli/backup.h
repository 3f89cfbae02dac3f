// The commands `backup` and `restore`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/output.h"
#include "cli/store_flags.h"

namespace patchbay::app {

struct TransferOptions {
  StoreFlags flags{};
  StorePlace place{};      // the store that is copied, or the one that is made
  std::string folder{};    // of the backup
  bool takes_key = false;  // `backup` puts the key file into the backup
  std::string key{};       // an older spelling of takes_key, with the key file
  std::optional<std::int64_t> mib_per_second{};
  std::int64_t log_growth_mib_max = 1024;  // growth of the server's log during a backup
};

// Copies the store at `place`, which a server may be using, to `folder` as it is at one moment, and
// verifies the copy. `folder` exists only after that. When the server's log has grown by half of
// the allowed size, the rate limit no longer applies; at the full size the backup is aborted.
// Prints what was copied and where the sealing key is. Exit code: 0 for success, 2 for failure.
[[nodiscard]] int backup(const TransferOptions& options, Output& output);

// Verifies the backup and copies it to `place`, which must not exist, or be empty. A sealing key
// that the command line names, or that is in the backup, is put there too. One that only the file
// or a variable names is left alone, because a server with the same settings finds it. Exit code: 0
// for success, 2 for failure.
[[nodiscard]] int restore(const TransferOptions& options, Output& output);

// Adds --rate, which both have. `otherwise` ends its line of help: what holds without it. `options`
// must outlive `command`'s parsing.
void add_rate(CLI::App& command, TransferOptions& options, const char* otherwise);

}  // namespace patchbay::app
