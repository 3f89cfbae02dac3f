// Figures of a store since it was opened.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/histogram.h"

namespace patchbay::store {

struct StoreStats {
  std::uint64_t jobs = 0;               // executed
  std::uint64_t refused = 0;            // the queue was full or closed
  std::size_t waiting = 0;              // jobs in the queue now
  std::uint64_t oldest_waiting_us = 0;  // for how long the oldest job has waited that is not done
  std::uint64_t commits = 0;            // attempted; one commit serves many jobs
  std::uint64_t commits_failed = 0;     // of these: nothing is on disk
  std::uint64_t commits_unknown = 0;    // of these: the changes may or may not be on disk
  // Whether the last attempted commit, if any, is on disk.
  bool usable = true;
  Histogram<kPowersOfTwo> jobs_together;  // number of jobs per commit
  Histogram<kMicroseconds> commit_us;     // duration of COMMIT
  Histogram<kMicroseconds> read_us;       // lifetime of read transactions, including the wait for a
                                          // connection
  std::int64_t schema = 0;                // on disk; 0 if there is none
};

// Jobs that failed or have an unknown result because the disk or the database failed.
struct WriteFailures {
  std::uint64_t jobs = 0;  // since the store was opened
  bool going_on = false;   // nothing was written since the last failure
  std::string where{};     // the file, or the database without its password
  std::string why{};       // the system's message for the last failure
};

}  // namespace patchbay::store
