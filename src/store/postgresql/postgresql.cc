// The store in a PostgreSQL database.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>

#include "store/lane.h"
#include "store/open.h"
#include "store/postgresql/look.h"
#include "store/postgresql/writer.h"
#include "store/sealing.h"
#include "store/sql/pool.h"
#include "store/sql/schema.h"
#include "store/sql/seals.h"
#include "store/sql/slots.h"

namespace patchbay::store {
namespace {

using namespace postgresql;

// Reads of a whole store take their time.
constexpr int kToolAnswerMs = 3'600'000;
// From batches of more jobs on, more than one lane is used, and from fewer on one alone.
constexpr std::size_t kCrowd = 24;
constexpr std::size_t kFew = 6;
// Nodes that start at the same moment make the first table at the same moment.
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

// Jobs that are about a customer go to one of some lanes by that, which write side by side; all
// others, and what a lane's transaction does not hold, to the lane of everything.
class PostgresqlStore final : public Store {
 public:
  PostgresqlStore(const PostgresqlOptions& options, std::unique_ptr<Hosts> hosts,
                  std::unique_ptr<PostgresqlConnection> connection,
                  std::shared_ptr<const Integrity> integrity)
      : options_(options),
        hosts_(std::move(hosts)),
        integrity_(std::move(integrity)),
        sealing_(*this, *integrity_, std::chrono::milliseconds(options.seal_ms)),
        pool_([this] { return hosts_->any(reading(options_)); }, catalogue_, options.readers_max,
              options.reader_wait_ms, tallies_),
        writer_(*hosts_, writing(options_), sql::Claim::everything, catalogue_, tallies_,
                std::move(connection)),
        everything_([this](std::vector<Queued>& batch) { work(writer_, batch); }) {
    int slot = options_.first_slot.value_or(sql::any_slot());
    for (std::size_t i = 0; i < options_.lanes; ++i) lanes_.push_back(new_lane(slot++));
    sealing_.start();
  }
  // Lanes look at each other until the last has ended.
  ~PostgresqlStore() override { close(); }
  PostgresqlStore(const PostgresqlStore&) = delete;
  PostgresqlStore& operator=(const PostgresqlStore&) = delete;

  std::unique_ptr<Reader> read() override { return pool_.read(); }
  void write(Job job, Done done, const About& about) override;
  void close() override;
  Figures figures() const override;
  WriteFailures write_failures() const override {
    return tallies_.write_failures(shown_place(options_.url));
  }

 private:
  [[nodiscard]] std::unique_ptr<Lane> new_lane(int slot);
  void work(Writer& writer, std::vector<Queued>& batch);
  void mind_the_crowd(std::size_t batch);
  [[nodiscard]] std::size_t waiting() const;
  [[nodiscard]] bool is_own_thread() const;

  const PostgresqlOptions options_;
  const std::unique_ptr<Hosts> hosts_;
  const std::shared_ptr<const Integrity> integrity_;
  Tallies tallies_;
  sql::Catalogue catalogue_;
  Sealing sealing_;
  sql::Pool pool_;
  Writer writer_;
  Lane everything_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::atomic<std::size_t> lanes_used_ = 1;
  std::atomic<std::uint64_t> refused_ = 0;  // before it came to a lane
};

std::unique_ptr<Lane> PostgresqlStore::new_lane(int slot) {
  auto writer = std::make_shared<Writer>(*hosts_, writing(options_), sql::Claim::values, catalogue_,
                                         tallies_);
  writer->use_slot(slot);
  return std::make_unique<Lane>([this, writer](std::vector<Queued>& batch) {
    work(*writer, batch);
    mind_the_crowd(batch.size());
  });
}

// Small batches cost more than is won by working on two at a time. While it changes, two lanes may
// have jobs about the same customer: they meet as those of two nodes do.
void PostgresqlStore::mind_the_crowd(std::size_t batch) {
  if (batch > kCrowd) lanes_used_ = lanes_.size();
  if (batch < kFew) lanes_used_ = 1;
}

std::size_t lane_number(const About& about, std::size_t lanes) {
  if (const auto* id = std::get_if<CustomerId>(&about))
    return static_cast<std::size_t>(id->value) % lanes;
  return std::hash<std::string>{}(std::get<Uuid>(about).text()) % lanes;
}

void PostgresqlStore::write(Job job, Done done, const About& about) {
  if (waiting() >= kQueueMax) {
    ++refused_;
    return done(Committed::failed);
  }
  const bool known = !lanes_.empty() && !std::holds_alternative<std::monostate>(about);
  Lane& lane = known ? *lanes_[lane_number(about, lanes_used_)] : everything_;
  lane.write({std::move(job), std::move(done), about});
}

void PostgresqlStore::work(Writer& writer, std::vector<Queued>& batch) {
  const std::vector<sql::Fate> fates = writer.work(batch);
  if (std::ranges::find(fates, sql::Fate(Committed::yes)) != fates.end()) sealing_.committed();
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const sql::Fate& fate = fates[i];
    if (fate)
      batch[i].done(*fate);
    else
      everything_.write(std::move(batch[i]));
  }
}

// The lane of everything last: the others hand over to it.
void PostgresqlStore::close() {
  if (!is_own_thread()) sealing_.finish();
  for (const auto& lane : lanes_) lane->close();
  everything_.close();
}

bool PostgresqlStore::is_own_thread() const {
  return everything_.is_own_thread() ||
         std::ranges::any_of(lanes_, [](const auto& lane) { return lane->is_own_thread(); });
}

std::size_t PostgresqlStore::waiting() const {
  std::size_t out = everything_.waiting();
  for (const auto& lane : lanes_) out += lane->waiting();
  return out;
}

Figures PostgresqlStore::figures() const {
  Figures out = tallies_.figures();
  out.waiting = waiting();
  out.refused = refused_ + everything_.refused();
  for (const auto& lane : lanes_) out.refused += lane->refused();
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
    sql::expect_seals(*writer);
    upgrade(*writer);
    auto integrity = sql::begin_trust(*writer, options.trust);
    hosts->trust(integrity);
    return std::make_unique<PostgresqlStore>(options, std::move(hosts), std::move(writer),
                                             std::move(integrity));
  } catch (const std::exception& error) {
    return std::unexpected("the database " + shown_place(options.url) +
                           " cannot be opened: " + error.what());
  }
}

namespace postgresql {

std::expected<std::optional<std::string>, std::string> missing(const std::string& url) {
  if (const auto wrong = wrong_place(url)) return std::unexpected(shown_place(url) + ": " + *wrong);
  try {
    Hosts hosts(url);
    if (sql::has_schema(*hosts.newest(Bounds{.answer_ms = kToolAnswerMs}))) return std::nullopt;
    return kNoTables;
  } catch (const std::exception& error) {
    return std::unexpected("the database " + shown_place(url) +
                           " cannot be opened: " + error.what());
  }
}

std::optional<std::string> schema_difference(const std::string& url) {
  return sql::schema_difference(*Hosts(url).newest(Bounds{.answer_ms = kToolAnswerMs}));
}

}  // namespace postgresql

std::expected<void, std::string> read_postgresql(const std::string& url,
                                                 const std::function<void(Reader&)>& use,
                                                 const Integrity& integrity) {
  const PostgresqlOptions options{.url = url, .answer_ms = kToolAnswerMs};
  try {
    Hosts hosts(url);
    hosts.trust(std::make_shared<const Integrity>(integrity));
    const auto connection = hosts.newest(reading(options));
    if (!sql::has_schema(*connection))
      return std::unexpected("there is no store in " + shown_place(url) + ": " + kNoTables);
    if (const auto why = sql::unusable(*connection))
      return std::unexpected("the store in " + shown_place(url) + " cannot be read: " + *why);
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
