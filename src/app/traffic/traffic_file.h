// The file that keeps recent traffic: a ring of bounded length. It is a help for people, and no
// record: it may be deleted at any time, and a crash may lose its last moments.
#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.h"
#include "core/call/traffic.h"

namespace patchbay::app {

// The name of the file in a data folder.
inline constexpr const char* kTrafficFile = "traffic.db";

// Threads: any.
class TrafficFile : public core::Traffic {
 public:
  struct Options {
    std::size_t keep = 0;         // requests; the oldest go first
    std::int64_t keep_hours = 0;  // older ones go

    // The time of the oldest that is kept, in microseconds.
    [[nodiscard]] std::int64_t oldest_us(Instant now) const {
      return now.us - keep_hours * 3600 * 1'000'000;
    }
  };
  // Creates the file if it is missing. A file that cannot be used, such as one of another version,
  // is replaced. The error is a sentence for the operator.
  static std::expected<std::unique_ptr<TrafficFile>, std::string> open(
      const std::filesystem::path& file, const Clock& clock, Options options);

  // Keeps a record soon, on a thread of the file. Never waits: if the thread has fallen behind by
  // kQueueMax records, the record is dropped.
  virtual void add(core::TrafficRecord record) = 0;
  // Waits until everything that was added can be read.
  virtual void flush() = 0;
  // Removes the oldest records that are too old, which add() does too; at most some thousand per
  // call. To be called about once a minute.
  virtual void sweep() = 0;

  // How many records a file holds, and how many of them `options` let go at the time `now`. Writes
  // nothing, and a server may use the file meanwhile. Zero if there is no file; an error if it
  // cannot be read.
  struct Kept {
    std::int64_t all = 0;
    std::int64_t old = 0;
  };
  static std::expected<Kept, std::string> count_kept(const std::filesystem::path& file, Instant now,
                                                     Options options);

  static constexpr std::size_t kQueueMax = 1000;
};

}  // namespace patchbay::app
