// What a store has done since it was opened, in plain numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/histogram.h"

namespace patchbay::store {

struct StoreStats {
  std::uint64_t jobs = 0;             // that were worked on
  std::uint64_t refused = 0;          // jobs that found the queue full or closed
  std::size_t waiting = 0;            // jobs in the queue now
  std::uint64_t commits = 0;          // that were tried: each answers many jobs
  std::uint64_t commits_failed = 0;   // of these: nothing is on disk
  std::uint64_t commits_unknown = 0;  // of these: they may or may not be on disk
  // Whether what was last tried to be committed, if anything was, is on disk.
  bool usable = true;
  Histogram<kPowersOfTwo> jobs_together;  // by how many were committed together
  Histogram<kMicroseconds> commit_us;     // from COMMIT to its end
  Histogram<kMicroseconds> read_us;  // from asking a disk for a ReadTransaction to throwing it away
  std::int64_t schema = 0;           // on disk; 0 where there is none
};

// Jobs that failed, or whose end is not known, because the disk or the database did not do its
// part.
struct WriteFailures {
  std::uint64_t jobs = 0;  // since the store was opened
  bool going_on = false;   // nothing was written since the last of them
  std::string where{};     // the file or the database; it has no password
  std::string why{};       // what the system said of the last of them
};

}  // namespace patchbay::store
