// A small SQLite database beside the store, with a thread that writes it.
#include "app/traffic/traffic_file.h"

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <map>
#include <mutex>
#include <thread>
#include <tuple>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "app/traffic/traffic_rows.h"
#include "store/sql/engine/rows.h"
#include "store/sqlite/connection.h"

namespace patchbay::app {
namespace {

namespace fs = std::filesystem;
using core::ProblemGroup;
using core::TrafficPage;
using core::TrafficQuery;
using core::TrafficRecord;
using store::sql::Argument;
using store::sql::execute;
using store::sql::Rows;
using store::sql::select;
using store::sqlite::SqliteConnection;

constexpr const char* kSchema = R"(
CREATE TABLE traffic (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  request TEXT NOT NULL,
  time_us INTEGER NOT NULL,
  us INTEGER NOT NULL,
  door TEXT NOT NULL,
  method TEXT NOT NULL,
  target TEXT NOT NULL,
  call TEXT NOT NULL,
  source TEXT NOT NULL,
  principal INTEGER NOT NULL,
  principal_name TEXT NOT NULL,
  home INTEGER NOT NULL,
  status INTEGER NOT NULL,
  problem TEXT NOT NULL,
  problems TEXT NOT NULL,
  customer INTEGER NOT NULL,
  changes TEXT NOT NULL,
  sent_type TEXT NOT NULL, sent TEXT NOT NULL, sent_omitted TEXT NOT NULL,
  replied_type TEXT NOT NULL, replied TEXT NOT NULL, replied_omitted TEXT NOT NULL
);
CREATE INDEX traffic_by_request ON traffic (request);
CREATE TABLE problems (
  number INTEGER NOT NULL,
  time_us INTEGER NOT NULL,
  home INTEGER NOT NULL,
  door TEXT NOT NULL,
  problem TEXT NOT NULL,
  field TEXT NOT NULL
);
CREATE INDEX problems_by_number ON problems (number);
)";
constexpr int kWalPages = 1024;
constexpr int kClearMs = 1000;
constexpr std::int64_t kPage = 100;  // records looked at while others wait for the file
// How long a record waits for others, and how many end the wait.
constexpr std::chrono::milliseconds kGather{100};
constexpr std::size_t kGatherMax = TrafficFile::kQueueMax / 4;

bool matches(const TrafficRecord& record, const TrafficQuery& query) {
  const auto has_field = [&] {
    return std::ranges::any_of(record.problems,
                               [&](const auto& each) { return each.first == query.field; });
  };
  return (query.door.empty() || record.door == query.door) &&
         (query.principal.empty() || record.principal_name == query.principal) &&
         (query.problem.empty() || record.problem == query.problem) &&
         (query.field.empty() || has_field()) &&
         (!query.customer || record.customer == *query.customer) &&
         (!query.refused || *query.refused == !record.problem.empty()) &&
         (!query.from || record.time >= *query.from) && (!query.to || record.time < *query.to);
}

class RealTrafficFile : public TrafficFile {
 public:
  RealTrafficFile(std::unique_ptr<SqliteConnection> connection, const Clock& clock, Options options)
      : connection_(std::move(connection)), clock_(clock), options_(options) {
    writer_ = std::thread([this] { write_all(); });
  }
  ~RealTrafficFile() override {
    {
      const std::lock_guard lock(queue_mutex_);
      ends_ = true;
    }
    wake_.notify_all();
    writer_.join();
  }
  RealTrafficFile(const RealTrafficFile&) = delete;
  RealTrafficFile& operator=(const RealTrafficFile&) = delete;

  void add(TrafficRecord record) override {
    std::size_t queued = 0;
    {
      const std::lock_guard lock(queue_mutex_);
      if (queue_.size() >= kQueueMax) return;
      queue_.push_back(std::move(record));
      ++added_;
      queued = queue_.size();
    }
    if (queued == 1 || queued == kGatherMax) wake_.notify_one();
  }

  void flush() override {
    std::unique_lock lock(queue_mutex_);
    const std::uint64_t last = added_;
    if (written_ >= last) return;
    is_wanted_ = true;
    wake_.notify_one();
    wrote_.wait(lock, [&] { return written_ >= last; });
  }

  void sweep() override { write({}); }

  TrafficPage list(const TrafficQuery& query, const IsVisible& is_visible) override {
    flush();
    const std::lock_guard lock(file_mutex_);
    TrafficPage out;
    try {
      out.newest = newest_traffic(*connection_);
      static const std::string kSql =
          "SELECT number, " + std::string(kTrafficColumns) +
          " FROM traffic WHERE number < $1 AND number > $2 ORDER BY number DESC";
      Rows rows =
          select(*connection_, kSql, query.before > 0 ? query.before : INT64_MAX, query.after);
      std::int64_t last = 0;
      while (rows.next()) {
        TrafficRecord record = traffic_record_of(rows, 1);
        if (!matches(record, query) || !is_visible(record.home)) continue;
        if (out.items.size() == query.limit) {
          out.next = last;
          break;
        }
        last = rows.whole(0);
        out.items.push_back(std::move(record));
      }
    } catch (const std::exception& error) {
      report(error);
    }
    return out;
  }

  std::optional<TrafficRecord> find(const Uuid& request) override {
    flush();
    const std::lock_guard lock(file_mutex_);
    try {
      static const std::string kSql =
          "SELECT " + std::string(kTrafficColumns) + " FROM traffic WHERE request = $1 LIMIT 1";
      Rows rows = select(*connection_, kSql, request.text());
      if (rows.next()) return traffic_record_of(rows, 0);
    } catch (const std::exception& error) {
      report(error);
    }
    return std::nullopt;
  }

  std::vector<ProblemGroup> problems(const IsVisible& is_visible) override {
    flush();
    const std::lock_guard lock(file_mutex_);
    std::map<std::tuple<std::string, std::string, std::string>, ProblemGroup> groups;
    try {
      Rows rows = select(*connection_,
                         "SELECT door, problem, field, home, COUNT(*), MIN(time_us), MAX(time_us) "
                         "FROM problems GROUP BY door, problem, field, home");
      while (rows.next()) {
        if (!is_visible({rows.whole(3)})) continue;
        ProblemGroup& group = groups[{rows.text(0), rows.text(1), rows.text(2)}];
        const bool is_new = group.count == 0;
        group.door = rows.text(0);
        group.problem = rows.text(1);
        group.field = rows.text(2);
        group.count += rows.whole(4);
        if (is_new || rows.instant(5) < group.first) group.first = rows.instant(5);
        if (is_new || group.last < rows.instant(6)) group.last = rows.instant(6);
      }
    } catch (const std::exception& error) {
      report(error);
    }
    std::vector<ProblemGroup> out;
    for (auto& [key, group] : groups) out.push_back(std::move(group));
    std::ranges::stable_sort(out, std::greater(), &ProblemGroup::count);
    return out;
  }

  std::int64_t count(const IsWanted& is_wanted) override {
    try {
      return static_cast<std::int64_t>(numbers(is_wanted).size());
    } catch (const std::exception& error) {
      report(error);
    }
    return 0;
  }

  bool erase(const IsWanted& is_wanted) override {
    try {
      const std::vector<std::int64_t> wanted = numbers(is_wanted);
      const std::lock_guard lock(file_mutex_);
      return erase(wanted);
    } catch (const std::exception& error) {
      report(error);
    }
    return false;
  }

 private:
  // The caller holds file_mutex_.
  bool erase(const std::vector<std::int64_t>& wanted) {
    try {
      connection_->begin_writing(store::sql::LockScope::everything);
      for (const std::int64_t number : wanted)
        execute(*connection_, "DELETE FROM traffic WHERE number = $1", number);
      if (connection_->commit() == store::Committed::yes)
        // Frames of the log that were copied still hold the rows.
        return connection_->checkpoint(SqliteConnection::Checkpoint::truncate, kClearMs) ==
               SqliteConnection::CheckpointResult::complete;
    } catch (const std::exception& error) {
      report(error);
    }
    connection_->rollback();
    return false;
  }

  // The numbers of wanted records. Between pages others can use the file, and what they add
  // meanwhile is not looked at.
  std::vector<std::int64_t> numbers(const IsWanted& is_wanted) {
    flush();
    std::vector<std::int64_t> out;
    std::int64_t after = 0;
    const std::int64_t last = newest();
    while (after < last) {
      const auto page = page_after(after, last);
      if (page.empty()) break;
      for (const auto& [number, record] : page)
        if (is_wanted(record)) out.push_back(number);
      after = page.back().number;
    }
    return out;
  }

  std::int64_t newest() {
    const std::lock_guard lock(file_mutex_);
    return newest_traffic(*connection_);
  }

  std::vector<NumberedTraffic> page_after(std::int64_t after, std::int64_t last) {
    const std::lock_guard lock(file_mutex_);
    return traffic_after(*connection_, after, last, kPage);
  }

  void write_all() {
    std::unique_lock lock(queue_mutex_);
    while (true) {
      wake_.wait(lock, [this] { return ends_ || !queue_.empty(); });
      if (queue_.empty()) return;
      // Records that arrive in this time are written together.
      wake_.wait_for(lock, kGather,
                     [this] { return ends_ || is_wanted_ || queue_.size() >= kGatherMax; });
      is_wanted_ = false;
      const std::vector<TrafficRecord> records = std::exchange(queue_, {});
      lock.unlock();
      write(records);
      lock.lock();
      written_ += records.size();
      wrote_.notify_all();
    }
  }

  void write(const std::vector<TrafficRecord>& records) {
    const std::lock_guard lock(file_mutex_);
    try {
      connection_->begin_writing(store::sql::LockScope::everything);
      for (const TrafficRecord& each : records) insert_traffic(*connection_, each);
      remove_old();
      if (connection_->commit() == store::Committed::yes) return tidy();
    } catch (const std::exception& error) {
      report(error);
    }
    connection_->rollback();
  }

  void remove_old() {
    const std::int64_t oldest = options_.oldest_us(clock_.now());
    const std::int64_t last =
        newest_traffic(*connection_) - static_cast<std::int64_t>(options_.keep);
    // Numbers are in the order of time, so old rows stand at the beginning.
    execute(*connection_,
            "DELETE FROM traffic WHERE number <= $1 OR (time_us < $2 AND number <= "
            "(SELECT COALESCE(MIN(number), 0) + 999 FROM traffic))",
            last, oldest);
    execute(*connection_,
            "DELETE FROM problems WHERE number < (SELECT COALESCE(MIN(number), 0) FROM traffic)");
  }

  void tidy() {
    if (connection_->wal_pages() > kWalPages)
      (void)connection_->checkpoint(SqliteConnection::Checkpoint::restart);
  }

  static void report(const std::exception& error) {
    std::fprintf(stderr, "patchbay: recent traffic cannot be kept or read: %s\n", error.what());
  }

  const std::unique_ptr<SqliteConnection> connection_;
  const Clock& clock_;
  const Options options_;
  std::mutex file_mutex_;  // guards the connection
  std::mutex queue_mutex_;
  std::condition_variable wake_, wrote_;
  std::vector<TrafficRecord> queue_;
  std::uint64_t added_ = 0;    // records added so far
  std::uint64_t written_ = 0;  // of these: the ones that were written
  bool is_wanted_ = false;     // whether someone waits for what is in the queue
  bool ends_ = false;
  std::thread writer_;
};

// Creates an empty file for its owner only, if there is none.
bool make_file(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor < 0) return false;
  ::close(descriptor);
  return true;
}

std::unique_ptr<SqliteConnection> connect(const fs::path& file) {
  auto out = std::make_unique<SqliteConnection>(
      store::sqlite::DatabaseFile{.file = file, .vfs = {}, .wal_pages_max = kWalPages},
      store::sqlite::Role::writer);
  // A crash may lose the last moments. Waiting for the disk would slow down requests.
  out->script("PRAGMA synchronous = OFF");
  return out;
}

void remove_file(const fs::path& file) {
  std::error_code none;
  for (const char* ending : {"", "-wal", "-shm"}) fs::remove(file.string() + ending, none);
}

}  // namespace

std::expected<std::unique_ptr<TrafficFile>, std::string> TrafficFile::open(const fs::path& file,
                                                                           const Clock& clock,
                                                                           Options options) {
  std::string why = "it cannot be created";
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (!make_file(file)) break;
    try {
      auto connection = connect(file);
      const std::int64_t version = traffic_version(*connection);
      if (version == 0) {
        connection->script(kSchema);
        connection->script("PRAGMA user_version = " + std::to_string(kTrafficVersion));
      }
      if (version == 0 || version == kTrafficVersion)
        return std::make_unique<RealTrafficFile>(std::move(connection), clock, options);
    } catch (const std::exception& error) {
      why = error.what();
    }
    remove_file(file);
  }
  return std::unexpected("recent traffic cannot be kept in " + file.string() + ": " + why);
}

}  // namespace patchbay::app
