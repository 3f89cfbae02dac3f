// Taking, giving back, and the Reader that gives back.
#include "store/sqlite/pool.h"

#include <chrono>

#include "store/sql/reader.h"

namespace patchbay::store::sqlite {

namespace {

class PooledReader final : public sql::Reading<Reader> {
 public:
  PooledReader(Pool& pool, std::unique_ptr<SqliteConnection> connection, Stopwatch watch)
      : Reading(*connection), pool_(pool), own_(std::move(connection)), watch_(watch) {}
  ~PooledReader() override { pool_.give_back(std::move(own_), watch_.us()); }

 private:
  Pool& pool_;
  std::unique_ptr<SqliteConnection> own_;
  const Stopwatch watch_;
};

}  // namespace

std::unique_ptr<Reader> Pool::read() {
  const Stopwatch watch;
  auto connection = take();
  try {
    connection->begin_reading();
  } catch (...) {
    give(std::move(connection));
    throw;
  }
  return std::make_unique<PooledReader>(*this, std::move(connection), watch);
}

std::unique_ptr<SqliteConnection> Pool::take() {
  {
    std::unique_lock lock(mutex_);
    const auto free = [this] { return out_ < readers_max_; };
    if (!freed_.wait_for(lock, std::chrono::milliseconds(wait_ms_), free))
      throw Unavailable("too many are reading");
    ++out_;
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  try {
    return std::make_unique<SqliteConnection>(place_, Role::reader);
  } catch (...) {
    give(nullptr);
    throw;
  }
}

void Pool::give_back(std::unique_ptr<SqliteConnection> connection, std::uint64_t us) noexcept {
  give(std::move(connection));
  tallies_.read(us);
}

void Pool::give(std::unique_ptr<SqliteConnection> connection) noexcept {
  if (connection) connection->rollback();
  {
    const std::lock_guard lock(mutex_);
    --out_;
    if (connection && connection->sound()) idle_.push_back(std::move(connection));
  }
  freed_.notify_one();
}

}  // namespace patchbay::store::sqlite
