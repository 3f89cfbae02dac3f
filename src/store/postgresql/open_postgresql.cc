// The store in a PostgreSQL database.
#include "store/postgresql/open_postgresql.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>

#include "store/audit_sealer.h"
#include "store/open.h"
#include "store/postgresql/location.h"
#include "store/postgresql/writer.h"
#include "store/sql/admin/audit_seals.h"
#include "store/sql/engine/connection_pool.h"
#include "store/sql/engine/lock_slots.h"
#include "store/sql/engine/schema.h"
#include "store/write_queue.h"

namespace patchbay::store {
namespace {

using namespace postgresql;

// Timeout for reads of a whole store.
constexpr int kToolAnswerMs = 3'600'000;
// A batch of more jobs than this turns on all write queues; one of fewer than kOneQueueBelow goes
// back to a single queue.
constexpr std::size_t kManyQueuesAbove = 24;
constexpr std::size_t kOneQueueBelow = 6;
// Nodes that start at the same time may all try to create the first table.
constexpr int kUpgradesMax = 5;

constexpr const char* kNoTables = "the database holds no table meta";

Bounds writing(const PostgresqlOptions& options) {
  return {.connect_s = options.connect_s,
          .answer_ms = options.answer_ms,
          .commit_ms = options.commit_ms,
          .lock_ms = options.lock_ms,
          .resting_ms = options.writer_rest_ms,
          .by_keys = true,
          .use = Use::writing};
}

Bounds reading(const PostgresqlOptions& options) {
  return {.connect_s = options.connect_s, .answer_ms = options.answer_ms};
}

// One reader of verify rests while another one reads the indexes.
constexpr Bounds kToolReading{.answer_ms = kToolAnswerMs, .resting_ms = kToolAnswerMs};

// Jobs with a customer as subject go to one of several write queues, chosen by the customer, which
// work in parallel. All other jobs go to the queue `everything_`, and so do jobs that need more
// than their transaction locked.
class PostgresqlStore final : public Store {
 public:
  PostgresqlStore(const PostgresqlOptions& options, std::unique_ptr<Hosts> hosts,
                  std::unique_ptr<PostgresqlConnection> connection,
                  std::shared_ptr<const Integrity> integrity)
      : options_(options),
        hosts_(std::move(hosts)),
        integrity_(std::move(integrity)),
        sealer_(*this, *integrity_, std::chrono::milliseconds(options.seal_ms)),
        pool_([this] { return hosts_->any(reading(options_)); }, metadata_,
              {.readers_max = options.readers_max, .wait_ms = options.reader_wait_ms}, counters_),
        writer_(*hosts_, writing(options_), sql::LockScope::everything, context(),
                std::move(connection)),
        everything_([this](std::vector<QueuedJob>& batch) { work(writer_, batch); }) {
    int slot = options_.first_slot.value_or(sql::any_slot(options_.random));
    for (std::size_t i = 0; i < options_.lanes; ++i) queues_.push_back(new_queue(slot++));
    sealer_.start();
  }
  // Write queues use each other's members, so all are closed before any is destroyed.
  ~PostgresqlStore() override { close(); }
  PostgresqlStore(const PostgresqlStore&) = delete;
  PostgresqlStore& operator=(const PostgresqlStore&) = delete;

  std::unique_ptr<ReadTransaction> read() override { return pool_.read(); }
  std::unique_ptr<ReadTransaction> read_assuming() override { return pool_.read_assuming(); }
  void write(Job job, Done done, const JobSubject& subject) override;
  void close() override;
  StoreStats stats() const override;
  WriteFailures write_failures() const override {
    return counters_.write_failures(redacted_location(options_.url));
  }

 private:
  [[nodiscard]] sql::TransactionContext context() {
    return {.metadata = metadata_, .counters = counters_, .random = options_.random};
  }
  [[nodiscard]] std::unique_ptr<WriteQueue> new_queue(int slot);
  void work(Writer& writer, std::vector<QueuedJob>& batch);
  void adjust_queue_count(std::size_t batch);
  [[nodiscard]] std::size_t waiting() const;
  [[nodiscard]] bool is_own_thread() const;

  const PostgresqlOptions options_;
  const std::unique_ptr<Hosts> hosts_;
  const std::shared_ptr<const Integrity> integrity_;
  StoreCounters counters_;
  sql::MetadataCache metadata_;
  AuditSealer sealer_;
  sql::ConnectionPool pool_;
  Writer writer_;
  WriteQueue everything_;
  std::vector<std::unique_ptr<WriteQueue>> queues_;
  std::atomic<std::size_t> queues_used_ = 1;
  std::atomic<std::uint64_t> refused_ = 0;  // refused before they reached a queue
};

std::unique_ptr<WriteQueue> PostgresqlStore::new_queue(int slot) {
  auto writer =
      std::make_shared<Writer>(*hosts_, writing(options_), sql::LockScope::values, context());
  writer->use_slot(slot);
  return std::make_unique<WriteQueue>([this, writer](std::vector<QueuedJob>& batch) {
    work(*writer, batch);
    adjust_queue_count(batch.size());
  });
}

// Small batches are cheaper in one queue than in two. During the switch, two queues may hold jobs
// for the same customer; their transactions conflict and are retried like those of two nodes.
void PostgresqlStore::adjust_queue_count(std::size_t batch) {
  if (batch > kManyQueuesAbove) queues_used_ = queues_.size();
  if (batch < kOneQueueBelow) queues_used_ = 1;
}

std::size_t queue_number(const JobSubject& subject, std::size_t lanes) {
  if (const auto* id = std::get_if<CustomerId>(&subject))
    return static_cast<std::size_t>(id->value) % lanes;
  return std::hash<std::string>{}(std::get<Uuid>(subject).text()) % lanes;
}

void PostgresqlStore::write(Job job, Done done, const JobSubject& subject) {
  if (waiting() >= kQueueMax) {
    ++refused_;
    return done(Committed::failed);
  }
  const bool known = !queues_.empty() && !std::holds_alternative<std::monostate>(subject);
  WriteQueue& queue = known ? *queues_[queue_number(subject, queues_used_)] : everything_;
  queue.write({std::move(job), std::move(done), subject});
}

void PostgresqlStore::work(Writer& writer, std::vector<QueuedJob>& batch) {
  const std::vector<sql::JobResult> job_results = writer.work(batch);
  if (std::ranges::find(job_results, sql::JobResult(Committed::yes)) != job_results.end())
    sealer_.committed();
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const sql::JobResult& job_result = job_results[i];
    if (job_result)
      batch[i].done(*job_result);
    else
      everything_.write(std::move(batch[i]));
  }
}

// `everything_` is closed last, because the other queues pass jobs to it.
void PostgresqlStore::close() {
  if (!is_own_thread()) sealer_.finish();
  for (const auto& queue : queues_) queue->close();
  everything_.close();
}

bool PostgresqlStore::is_own_thread() const {
  return everything_.is_own_thread() ||
         std::ranges::any_of(queues_, [](const auto& queue) { return queue->is_own_thread(); });
}

std::size_t PostgresqlStore::waiting() const {
  std::size_t out = everything_.waiting();
  for (const auto& queue : queues_) out += queue->waiting();
  return out;
}

StoreStats PostgresqlStore::stats() const {
  StoreStats out = counters_.stats();
  out.waiting = waiting();
  out.refused = refused_ + everything_.refused();
  out.oldest_waiting_us = everything_.oldest_waiting_us();
  for (const auto& queue : queues_) {
    out.refused += queue->refused();
    out.oldest_waiting_us = std::max(out.oldest_waiting_us, queue->oldest_waiting_us());
  }
  out.schema = sql::newest_schema();
  return out;
}

void upgrade(PostgresqlConnection& connection, Random& random) {
  for (int attempt = 1;; ++attempt) {
    try {
      return sql::upgrade(connection, random);
    } catch (const std::logic_error&) {
      if (attempt == kUpgradesMax) throw;  // no other node created it either
    }
  }
}

}  // namespace

std::expected<std::unique_ptr<Store>, std::string> open_postgresql(
    const PostgresqlOptions& options) {
  try {
    auto hosts = std::make_unique<Hosts>(options.url);
    auto writer = hosts->newest(writing(options));
    sql::expect_seals(*writer);
    upgrade(*writer, options.random);
    auto integrity = sql::begin_trust(*writer, options.trust);
    hosts->trust(integrity);
    return std::make_unique<PostgresqlStore>(options, std::move(hosts), std::move(writer),
                                             std::move(integrity));
  } catch (const std::exception& error) {
    return std::unexpected("the database " + redacted_location(options.url) +
                           " cannot be opened: " + error.what());
  }
}

namespace postgresql {

std::expected<std::optional<std::string>, std::string> missing(const std::string& url) {
  if (const auto wrong = location_problem(url))
    return std::unexpected(redacted_location(url) + ": " + *wrong);
  try {
    Hosts hosts(url);
    if (sql::has_schema(*hosts.newest(kToolReading))) return std::nullopt;
    return kNoTables;
  } catch (const std::exception& error) {
    return std::unexpected("the database " + redacted_location(url) +
                           " cannot be opened: " + error.what());
  }
}

std::optional<std::string> schema_difference(const std::string& url) {
  return sql::schema_difference(*Hosts(url).newest(kToolReading));
}

}  // namespace postgresql

std::expected<void, std::string> read_postgresql(const std::string& url, const UseReaders& use,
                                                 const Integrity& integrity) {
  try {
    Hosts hosts(url);
    hosts.trust(std::make_shared<const Integrity>(integrity));
    const auto connection = hosts.newest(kToolReading);
    if (!sql::has_schema(*connection))
      return std::unexpected("there is no store in " + redacted_location(url) + ": " + kNoTables);
    if (const auto why = sql::unusable(*connection))
      return std::unexpected("the store in " + redacted_location(url) + " cannot be read: " + *why);
    StoreCounters counters;
    sql::MetadataCache metadata;
    sql::ConnectionPool pool([&] { return hosts.any(kToolReading); }, metadata,
                             {.readers_max = kOpenReaders}, counters);
    use([&pool] { return pool.read(); });
    return {};
  } catch (const std::exception& error) {
    return std::unexpected("the store in " + redacted_location(url) +
                           " cannot be read: " + error.what());
  }
}

}  // namespace patchbay::store
