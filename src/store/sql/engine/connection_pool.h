// A pool of connections for read transactions, up to a maximum.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "store/sql/engine/metadata_cache.h"
#include "store/store_counters.h"

namespace patchbay::store::sql {

// Threads: any. Must outlive its read transactions.
class ConnectionPool {
 public:
  // Opens a connection or throws Unavailable. Threads: any.
  using Open = std::function<std::unique_ptr<Connection>()>;
  // Reports to `counters` how long each read transaction lasted. The arguments must outlive this
  // object.
  ConnectionPool(Open open, MetadataCache& metadata, std::size_t readers_max, int wait_ms,
                 StoreCounters& counters)
      : open_(std::move(open)),
        metadata_(metadata),
        readers_max_(readers_max),
        wait_ms_(wait_ms),
        counters_(counters) {}

  // Throws Unavailable if no connection becomes free in time or none can be opened.
  [[nodiscard]] std::unique_ptr<ReadTransaction> read();
  // Called by a read transaction at its end; `us` is its duration.
  void give_back(std::unique_ptr<Connection> connection, std::uint64_t us) noexcept;

 private:
  // Waits until another read transaction may start.
  void enter();
  void leave() noexcept;
  struct Begun {
    std::unique_ptr<Connection> connection;
    std::int64_t epoch;
  };
  [[nodiscard]] Begun begun();
  [[nodiscard]] std::unique_ptr<Connection> take_idle();

  const Open open_;
  MetadataCache& metadata_;
  const std::size_t readers_max_;
  const int wait_ms_;
  StoreCounters& counters_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::size_t out_ = 0;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace patchbay::store::sql
