// The commands `backup` and `restore`.
#pragma once

#include <cstdint>
#include <string>

namespace patchbay::app {

struct Transfer {
  std::string from;
  std::string to;   // must not be there, or be empty
  std::string key;  // file of the sealing key that goes with it; empty: none, or the backup's own
  std::int64_t mib_per_second = 64;
};

// Copies the store in `from`, which a server may hold, to `to` as it is at one moment, and verifies
// the copy. Only then is it at `to`. Says what was copied and where the sealing key is. The exit
// code: 0 done, 1 not.
[[nodiscard]] int backup(const Transfer& transfer);

// Puts the backup in `from` at `to`, verified first. The exit code: 0 done, 1 not.
[[nodiscard]] int restore(const Transfer& transfer);

}  // namespace patchbay::app
