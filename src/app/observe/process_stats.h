// What the kernel knows about this process.
#pragma once

#include <cstdint>

namespace patchbay::app {

struct ProcessStats {
  std::uint64_t resident_bytes = 0;
  double cpu_seconds = 0;
  std::uint64_t open_fds = 0;
  std::uint64_t fds_max = 0;
};
// A value that cannot be read is 0. Takes tens of microseconds, and more with many descriptors.
[[nodiscard]] ProcessStats read_process_stats();

}  // namespace patchbay::app
