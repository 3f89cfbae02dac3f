// Taking, giving back, and the Reader that gives back.
#include "store/sql/pool.h"

#include <chrono>

#include "store/sql/reader.h"

namespace patchbay::store::sql {

namespace {

class PooledReader final : public Reading<Reader> {
 public:
  PooledReader(Pool& pool, Catalogue& catalogue, std::unique_ptr<Connection> connection,
               std::int64_t edition, Stopwatch watch)
      : Reading(*connection, catalogue, edition),
        pool_(pool),
        own_(std::move(connection)),
        watch_(watch) {}
  ~PooledReader() override { pool_.give_back(std::move(own_), watch_.us()); }

 private:
  Pool& pool_;
  std::unique_ptr<Connection> own_;
  const Stopwatch watch_;
};

}  // namespace

std::unique_ptr<Reader> Pool::read() {
  const Stopwatch watch;
  enter();
  try {
    Begun one = begun();
    return std::make_unique<PooledReader>(*this, catalogue_, std::move(one.connection), one.edition,
                                          watch);
  } catch (...) {
    leave();
    throw;
  }
}

// A connection that was kept may have ended meanwhile, and then so have the others: a new one is
// asked.
Pool::Begun Pool::begun() {
  if (auto kept = take_idle()) {
    try {
      const std::int64_t edition = kept->begin_reading();
      catalogue_.check(*kept, edition);
      return {std::move(kept), edition};
    } catch (const Unavailable&) {
      if (kept->sound()) throw;
    }
  }
  auto connection = open_();
  const std::int64_t edition = connection->begin_reading();
  catalogue_.check(*connection, edition);
  return {std::move(connection), edition};
}

void Pool::enter() {
  std::unique_lock lock(mutex_);
  const auto free = [this] { return out_ < readers_max_; };
  if (!freed_.wait_for(lock, std::chrono::milliseconds(wait_ms_), free))
    throw Unavailable("too many are reading");
  ++out_;
}

std::unique_ptr<Connection> Pool::take_idle() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return nullptr;
  auto connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void Pool::give_back(std::unique_ptr<Connection> connection, std::uint64_t us) noexcept {
  connection->rollback();
  if (connection->sound()) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
  }
  leave();
  tallies_.read(us);
}

void Pool::leave() noexcept {
  {
    const std::lock_guard lock(mutex_);
    --out_;
  }
  freed_.notify_one();
}

}  // namespace patchbay::store::sql
