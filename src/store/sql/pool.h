// The connections that Readers hold: as many as are read through at one moment, up to a bound.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "store/sql/catalogue.h"
#include "store/tallies.h"

namespace patchbay::store::sql {

// Threads: any. Outlives the Readers it gave.
class Pool {
 public:
  // Opens a connection or throws Unavailable. Threads: any.
  using Open = std::function<std::unique_ptr<Connection>()>;
  // Tells `tallies` how long each Reader was held. What is handed in outlives it.
  Pool(Open open, Catalogue& catalogue, std::size_t readers_max, int wait_ms, Tallies& tallies)
      : open_(std::move(open)),
        catalogue_(catalogue),
        readers_max_(readers_max),
        wait_ms_(wait_ms),
        tallies_(tallies) {}

  // Throws Unavailable where no connection becomes free in time or none can be opened.
  [[nodiscard]] std::unique_ptr<Reader> read();
  // What its Readers do at their end, `us` after they were asked for.
  void give_back(std::unique_ptr<Connection> connection, std::uint64_t us) noexcept;

 private:
  // Waits until one more may read.
  void enter();
  void leave() noexcept;
  struct Begun {
    std::unique_ptr<Connection> connection;
    std::int64_t edition;
  };
  [[nodiscard]] Begun begun();
  [[nodiscard]] std::unique_ptr<Connection> take_idle();

  const Open open_;
  Catalogue& catalogue_;
  const std::size_t readers_max_;
  const int wait_ms_;
  Tallies& tallies_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::size_t out_ = 0;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace patchbay::store::sql
