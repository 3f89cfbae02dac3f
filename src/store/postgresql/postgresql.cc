// The store in a PostgreSQL database.
#include <algorithm>

#include "store/lane.h"
#include "store/open.h"
#include "store/postgresql/hosts.h"
#include "store/sql/batch.h"
#include "store/sql/pool.h"
#include "store/sql/schema.h"

namespace patchbay::store {
namespace {

using namespace postgresql;

// Reads of a whole store take their time.
constexpr int kToolAnswerMs = 3'600'000;
// So many sessions are tried for one batch, of which nothing is kept.
constexpr int kSessionsMax = 2;
// Nodes that start at the same moment make the first table at the same moment.
constexpr int kUpgradesMax = 5;

Bounds writing(const PostgresqlOptions& options) {
  return {.connect_s = options.connect_s,
          .answer_ms = options.answer_ms,
          .commit_ms = options.commit_ms,
          .lock_ms = options.lock_ms,
          .resting_ms = options.writer_rest_ms};
}

Bounds reading(const PostgresqlOptions& options) {
  return {.connect_s = options.connect_s, .answer_ms = options.answer_ms};
}

class PostgresqlStore final : public Store {
 public:
  PostgresqlStore(const PostgresqlOptions& options, std::unique_ptr<Hosts> hosts,
                  std::unique_ptr<PostgresqlConnection> writer)
      : options_(options),
        hosts_(std::move(hosts)),
        writer_(std::move(writer)),
        pool_([this] { return hosts_->any(reading(options_)); }, catalogue_, options.readers_max,
              options.reader_wait_ms, tallies_) {}

  std::unique_ptr<Reader> read() override { return pool_.read(); }
  void write(Job job, Done done, const About& about) override {
    lane_.write({std::move(job), std::move(done), about});
  }
  void close() override { lane_.close(); }
  Figures figures() const override;

 private:
  void work(std::vector<Queued>& batch);
  [[nodiscard]] bool writable();

  const PostgresqlOptions options_;
  const std::unique_ptr<Hosts> hosts_;
  std::unique_ptr<PostgresqlConnection> writer_;  // the lane's; null until it can be opened again
  Tallies tallies_;
  sql::Catalogue catalogue_;
  sql::Pool pool_;
  Lane lane_{[this](std::vector<Queued>& batch) { work(batch); }};
};

bool PostgresqlStore::writable() {
  if (writer_ && writer_->sound()) return true;
  writer_.reset();
  try {
    auto writer = hosts_->newest(writing(options_));
    if (sql::schema_of(*writer) != sql::newest_schema()) return false;
    writer_ = std::move(writer);
    return true;
  } catch (const Unavailable&) {
    return false;
  }
}

bool all_failed(const std::vector<Committed>& fates) {
  return std::ranges::all_of(fates, [](Committed each) { return each == Committed::failed; });
}

// A session may have ended while nobody used it: what it was the first to hear of is done in
// another.
void PostgresqlStore::work(std::vector<Queued>& batch) {
  std::vector<Committed> fates;
  for (int attempt = 1; writable(); ++attempt) {
    fates = sql::work_through(*writer_, catalogue_, batch, tallies_);
    if (writer_->sound() || attempt == kSessionsMax || !all_failed(fates)) break;
  }
  if (fates.empty()) {
    tallies_.no_commit(batch.size());
    fates.resize(batch.size(), Committed::failed);
  }
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].done(fates[i]);
}

Figures PostgresqlStore::figures() const {
  Figures out = tallies_.figures();
  out.waiting = lane_.waiting();
  out.refused = lane_.refused();
  out.schema = sql::newest_schema();
  return out;
}

void upgrade(PostgresqlConnection& connection) {
  for (int attempt = 1;; ++attempt) {
    try {
      return sql::upgrade(connection);
    } catch (const std::logic_error&) {
      if (attempt == kUpgradesMax) throw;  // another node did not make it either
    }
  }
}

}  // namespace

std::expected<std::unique_ptr<Store>, std::string> open_postgresql(
    const PostgresqlOptions& options) {
  try {
    auto hosts = std::make_unique<Hosts>(options.url);
    auto writer = hosts->newest(writing(options));
    upgrade(*writer);
    return std::make_unique<PostgresqlStore>(options, std::move(hosts), std::move(writer));
  } catch (const std::exception& error) {
    return std::unexpected("the database " + shown_place(options.url) +
                           " cannot be opened: " + error.what());
  }
}

std::expected<void, std::string> read_postgresql(const std::string& url,
                                                 const std::function<void(Reader&)>& use) {
  const PostgresqlOptions options{.url = url, .answer_ms = kToolAnswerMs};
  try {
    Hosts hosts(url);
    const auto connection = hosts.newest(reading(options));
    const std::int64_t schema = sql::schema_of(*connection);
    if (schema != sql::newest_schema())
      return std::unexpected("the store in " + shown_place(url) + " has schema " +
                             std::to_string(schema) + ", and this version knows " +
                             std::to_string(sql::newest_schema()));
    Tallies tallies;
    sql::Catalogue catalogue;
    sql::Pool pool([&] { return hosts.any(reading(options)); }, catalogue, 1, 0, tallies);
    use(*pool.read());
    return {};
  } catch (const std::exception& error) {
    return std::unexpected("the store in " + shown_place(url) + " cannot be read: " + error.what());
  }
}

}  // namespace patchbay::store
