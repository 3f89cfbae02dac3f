// Lends connections to read transactions and accepts them again.
#include "store/sql/engine/connection_pool.h"

#include <chrono>

#include "store/sql/transaction/read_operations.h"

namespace patchbay::store::sql {

namespace {

class PooledReadTransaction final : public ReadOperations<ReadTransaction> {
 public:
  PooledReadTransaction(ConnectionPool& pool, MetadataCache& metadata,
                        std::unique_ptr<Connection> connection, std::int64_t epoch, Stopwatch watch)
      : ReadOperations(*connection, metadata, epoch),
        pool_(pool),
        own_(std::move(connection)),
        watch_(watch) {}
  ~PooledReadTransaction() override { pool_.give_back(std::move(own_), watch_.us()); }

 private:
  ConnectionPool& pool_;
  std::unique_ptr<Connection> own_;
  const Stopwatch watch_;
};

}  // namespace

std::unique_ptr<ReadTransaction> ConnectionPool::read() {
  const Stopwatch watch;
  enter();
  try {
    Begun one = begun();
    return std::make_unique<PooledReadTransaction>(*this, metadata_, std::move(one.connection),
                                                   one.epoch, watch);
  } catch (...) {
    leave();
    throw;
  }
}

// An idle connection may have ended, and then the others probably have too; so a new one is opened.
ConnectionPool::Begun ConnectionPool::begun() {
  if (auto kept = take_idle()) {
    try {
      const std::int64_t epoch = kept->begin_reading();
      metadata_.check_schema_usable(*kept, epoch);
      return {std::move(kept), epoch};
    } catch (const Unavailable&) {
      if (kept->usable()) throw;
    }
  }
  auto connection = open_();
  const std::int64_t epoch = connection->begin_reading();
  metadata_.check_schema_usable(*connection, epoch);
  return {std::move(connection), epoch};
}

void ConnectionPool::enter() {
  std::unique_lock lock(mutex_);
  const auto free = [this] { return out_ < readers_max_; };
  if (!freed_.wait_for(lock, std::chrono::milliseconds(wait_ms_), free))
    throw Unavailable("too many are reading");
  ++out_;
}

std::unique_ptr<Connection> ConnectionPool::take_idle() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return nullptr;
  auto connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void ConnectionPool::give_back(std::unique_ptr<Connection> connection, std::uint64_t us) noexcept {
  connection->rollback();
  if (connection->usable()) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
  }
  leave();
  counters_.read(us);
}

void ConnectionPool::leave() noexcept {
  {
    const std::lock_guard lock(mutex_);
    --out_;
  }
  freed_.notify_one();
}

}  // namespace patchbay::store::sql
