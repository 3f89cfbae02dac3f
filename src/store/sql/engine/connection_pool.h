// A pool of connections for read transactions, up to a maximum.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "base/threads.h"
#include "store/sql/engine/metadata_cache.h"
#include "store/store_counters.h"

namespace patchbay::store::sql {

// Threads: any. Must outlive its read transactions.
class ConnectionPool {
 public:
  // Opens a connection or throws Unavailable. Threads: any.
  using Open = std::function<std::unique_ptr<Connection>()>;
  struct Options {
    std::size_t readers_max = 0;
    int wait_ms = 0;  // how long read() waits for a connection
    // Whether an idle connection keeps its snapshot for the next read transaction, for at most
    // kSnapshotAgeMax. Then committing() must be called before each commit, committed() after it
    // and before it is acknowledged, and no other process may write to the database.
    bool keeps_snapshots = false;
    Threads& threads = system_threads();  // must outlive the pool
  };
  // Reports to `counters` how long each read transaction lasted. The references must outlive this
  // object.
  ConnectionPool(Open open, MetadataCache& metadata, Options options, StoreCounters& counters)
      : open_(std::move(open)),
        metadata_(metadata),
        options_(options),
        counters_(counters),
        freed_(options.threads.condition()) {}

  // Throws Unavailable if no connection becomes free in time or none can be opened.
  [[nodiscard]] std::unique_ptr<ReadTransaction> read();
  // As Store::read_assuming().
  [[nodiscard]] std::unique_ptr<ReadTransaction> read_assuming();

  // A connection in a read transaction.
  struct Begun {
    std::unique_ptr<Connection> connection;
    std::int64_t epoch = kNoEpoch;
    std::uint64_t commits = 0;  // value of commits_ before the snapshot was fixed
    Threads::Time since{};
  };
  // Changes that someone makes to the file by hand are seen after this time.
  static constexpr std::chrono::milliseconds kSnapshotAgeMax{100};
  // Called by a read transaction at its end; `us` is its duration.
  void give_back(Begun one, std::uint64_t us) noexcept;

  // Until committed(), no idle connection has a snapshot. A read transaction may already see the
  // commit, and a later one that got an older snapshot would go back in time.
  void committing() noexcept;
  // Snapshots that began before this call do not stay with an idle connection.
  void committed() noexcept;
  // While an instance lives, no idle connection has a snapshot, so that a checkpoint need not wait
  // for one.
  class WithoutSnapshots {
   public:
    explicit WithoutSnapshots(ConnectionPool& pool);
    ~WithoutSnapshots();
    WithoutSnapshots(const WithoutSnapshots&) = delete;
    WithoutSnapshots& operator=(const WithoutSnapshots&) = delete;

   private:
    ConnectionPool& pool_;
  };

 private:
  // Waits until another read transaction may start.
  void enter();
  void leave() noexcept;
  [[nodiscard]] Begun begun();
  // Without a connection if none is idle. Its epoch is kNoEpoch if it has no snapshot.
  [[nodiscard]] Begun take_idle();
  // Must be called under the lock.
  void end_snapshots() noexcept;

  const Open open_;
  MetadataCache& metadata_;
  const Options options_;
  StoreCounters& counters_;
  std::mutex mutex_;
  const std::unique_ptr<Threads::Condition> freed_;
  std::size_t out_ = 0;
  std::uint64_t commits_ = 0;
  std::size_t without_snapshots_ = 0;  // number of instances of WithoutSnapshots
  bool is_committing_ = false;
  std::vector<Begun> idle_;  // those with a snapshot show the last commit
};

}  // namespace patchbay::store::sql
