// Lends connections to read transactions and accepts them again.
#include "store/sql/engine/connection_pool.h"

#include <utility>

#include "store/sql/transaction/read_operations.h"

namespace patchbay::store::sql {

namespace {

class PooledReadTransaction final : public ReadOperations<ReadTransaction> {
 public:
  PooledReadTransaction(ConnectionPool& pool, MetadataCache& metadata, ConnectionPool::Begun one,
                        Stopwatch watch)
      : ReadOperations(*one.connection, metadata, one.epoch),
        pool_(pool),
        own_(std::move(one)),
        watch_(watch) {}
  ~PooledReadTransaction() override { pool_.give_back(std::move(own_), watch_.us()); }

 private:
  ConnectionPool& pool_;
  ConnectionPool::Begun own_;
  const Stopwatch watch_;
};

// Begins with the first read that needs the database.
class AssumingReadTransaction final : public ReadOperations<ReadTransaction> {
 public:
  AssumingReadTransaction(ConnectionPool& pool, MetadataCache& metadata, ConnectionPool::Begun one,
                          std::int64_t epoch, Stopwatch watch)
      : ReadOperations(*one.connection, metadata, epoch),
        pool_(pool),
        own_(std::move(one)),
        watch_(watch) {}
  ~AssumingReadTransaction() override { pool_.give_back(std::move(own_), watch_.us()); }

  [[nodiscard]] std::optional<std::int64_t> assumed() const override {
    return has_looked_ ? std::nullopt : std::optional(epoch_);
  }

 private:
  Connection& connection_for(Of /*what*/) override {
    if (has_looked_) return connection_;
    has_looked_ = true;
    try {
      own_.epoch = connection_.begin_reading();
    } catch (const Unavailable&) {
      if (connection_.usable()) throw;
      throw Overtaken();  // this connection has ended; another one may do
    }
    if (own_.epoch != epoch_) throw Overtaken();
    return connection_;
  }

  ConnectionPool& pool_;
  ConnectionPool::Begun own_;
  const Stopwatch watch_;
  bool has_looked_ = false;
};

}  // namespace

std::unique_ptr<ReadTransaction> ConnectionPool::read_assuming() {
  const Stopwatch watch;
  const std::int64_t epoch = metadata_.epoch();
  if (epoch == kNoEpoch || options_.keeps_snapshots) return read();
  enter();
  if (Begun idle = take_idle(); idle.connection)
    return std::make_unique<AssumingReadTransaction>(*this, metadata_, std::move(idle), epoch,
                                                     watch);
  leave();
  return read();
}

std::unique_ptr<ReadTransaction> ConnectionPool::read() {
  const Stopwatch watch;
  enter();
  try {
    return std::make_unique<PooledReadTransaction>(*this, metadata_, begun(), watch);
  } catch (...) {
    leave();
    throw;
  }
}

// An idle connection may have ended, and then the others probably have too; so a new one is opened.
ConnectionPool::Begun ConnectionPool::begun() {
  Begun one = take_idle();
  const auto now = options_.threads.now();
  if (one.epoch != kNoEpoch) {
    if (now - one.since < kSnapshotAgeMax) return one;
    one.connection->rollback();
  }
  one.since = now;
  if (one.connection) {
    try {
      one.epoch = one.connection->begin_reading();
      metadata_.check_schema_usable(*one.connection, one.epoch);
      return one;
    } catch (const Unavailable&) {
      if (one.connection->usable()) throw;
    }
  }
  one.connection = open_();
  one.epoch = one.connection->begin_reading();
  metadata_.check_schema_usable(*one.connection, one.epoch);
  return one;
}

void ConnectionPool::enter() {
  std::unique_lock lock(mutex_);
  const auto free = [this] { return out_ < options_.readers_max; };
  if (!free() &&
      !freed_->wait_until(
          lock, options_.threads.now() + std::chrono::milliseconds(options_.wait_ms), free))
    throw Unavailable("too many are reading");
  ++out_;
}

ConnectionPool::Begun ConnectionPool::take_idle() {
  const std::lock_guard lock(mutex_);
  Begun out;
  if (!idle_.empty()) {
    out = std::move(idle_.back());
    idle_.pop_back();
  }
  out.commits = commits_;
  return out;
}

void ConnectionPool::give_back(Begun one, std::uint64_t us) noexcept {
  {
    std::unique_lock lock(mutex_);
    const bool keeps = options_.keeps_snapshots && without_snapshots_ == 0 && !is_committing_ &&
                       one.commits == commits_ && one.epoch != kNoEpoch && one.connection->usable();
    if (!keeps) {
      lock.unlock();
      one.connection->rollback();
      one.epoch = kNoEpoch;
      lock.lock();
    }
    if (one.connection->usable()) idle_.push_back(std::move(one));
  }
  leave();
  counters_.read(us);
}

void ConnectionPool::committing() noexcept {
  const std::lock_guard lock(mutex_);
  is_committing_ = true;
  end_snapshots();
}

// A batch may end without a commit and without committing().
void ConnectionPool::committed() noexcept {
  const std::lock_guard lock(mutex_);
  is_committing_ = false;
  ++commits_;
  end_snapshots();
}

void ConnectionPool::end_snapshots() noexcept {
  for (Begun& each : idle_)
    if (std::exchange(each.epoch, kNoEpoch) != kNoEpoch) each.connection->rollback();
}

ConnectionPool::WithoutSnapshots::WithoutSnapshots(ConnectionPool& pool) : pool_(pool) {
  const std::lock_guard lock(pool_.mutex_);
  ++pool_.without_snapshots_;
  pool_.end_snapshots();
}

ConnectionPool::WithoutSnapshots::~WithoutSnapshots() {
  const std::lock_guard lock(pool_.mutex_);
  --pool_.without_snapshots_;
}

void ConnectionPool::leave() noexcept {
  {
    const std::lock_guard lock(mutex_);
    --out_;
  }
  freed_->notify_one();
}

}  // namespace patchbay::store::sql
