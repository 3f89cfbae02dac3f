// The connections that Readers hold: as many as are read through at one moment, up to a bound.
#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "store/sqlite/connection.h"

namespace patchbay::store::sqlite {

// Threads: any. Outlives the Readers it gave.
class Pool {
 public:
  Pool(Place place, std::size_t readers_max, int wait_ms)
      : place_(std::move(place)), readers_max_(readers_max), wait_ms_(wait_ms) {}

  // Throws Unavailable where no connection becomes free in time or none can be opened.
  [[nodiscard]] std::unique_ptr<Reader> read();
  // What its Readers do at their end.
  void give(std::unique_ptr<SqliteConnection> connection) noexcept;

 private:
  [[nodiscard]] std::unique_ptr<SqliteConnection> take();

  const Place place_;
  const std::size_t readers_max_;
  const int wait_ms_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::size_t out_ = 0;
  std::vector<std::unique_ptr<SqliteConnection>> idle_;
};

}  // namespace patchbay::store::sqlite
