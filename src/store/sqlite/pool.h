// The connections that Readers hold: as many as are read through at one moment, up to a bound.
#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "store/sqlite/connection.h"
#include "store/tallies.h"

namespace patchbay::store::sqlite {

// Threads: any. Outlives the Readers it gave.
class Pool {
 public:
  // Tells `tallies`, which outlives it, how long each Reader was held.
  Pool(Place place, std::size_t readers_max, int wait_ms, Tallies& tallies)
      : place_(std::move(place)), readers_max_(readers_max), wait_ms_(wait_ms), tallies_(tallies) {}

  // Throws Unavailable where no connection becomes free in time or none can be opened.
  [[nodiscard]] std::unique_ptr<Reader> read();
  // What its Readers do at their end, `us` after they were asked for.
  void give_back(std::unique_ptr<SqliteConnection> connection, std::uint64_t us) noexcept;

 private:
  [[nodiscard]] std::unique_ptr<SqliteConnection> take();
  void give(std::unique_ptr<SqliteConnection> connection) noexcept;

  const Place place_;
  const std::size_t readers_max_;
  const int wait_ms_;
  Tallies& tallies_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::size_t out_ = 0;
  std::vector<std::unique_ptr<SqliteConnection>> idle_;
};

}  // namespace patchbay::store::sqlite
