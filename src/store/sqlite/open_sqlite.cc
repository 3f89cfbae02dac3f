// The store in an SQLite file.
#include <algorithm>
#include <chrono>
#include <climits>

#include <unistd.h>

#include "store/audit_sealer.h"
#include "store/open.h"
#include "store/sql/admin/audit_seals.h"
#include "store/sql/customers/record_cache.h"
#include "store/sql/engine/connection_pool.h"
#include "store/sql/engine/schema.h"
#include "store/sql/transaction/group_commit.h"
#include "store/sqlite/checkpointer.h"
#include "store/sqlite/data_folder.h"
#include "store/sqlite/log_watch.h"
#include "store/write_queue.h"

namespace patchbay::store {
namespace {

using namespace sqlite;

constexpr std::size_t kPageCacheMibLeast = 16;

// The database as the writer opens it.
DatabaseFile writers(DatabaseFile database, const BackgroundSync& sync) {
  database.vfs = sync.vfs();
  return database;
}

class SqliteStore final : public Store {
 public:
  SqliteStore(Folder folder, DatabaseFile database, std::unique_ptr<BackgroundSync> sync,
              std::unique_ptr<SqliteConnection> writer, const SqliteOptions& options)
      : folder_(std::move(folder)),
        database_(std::move(database)),
        sync_(std::move(sync)),
        writer_(std::move(writer)),
        random_(options.random),
        checkpointer_(*sync_),
        records_(std::make_shared<sql::RecordCache>(options.record_cache_bytes)),
        threads_(options.threads),
        sealer_(*this, *database_.integrity, std::chrono::milliseconds(options.seal_ms), threads_),
        pool_([this] { return reader(); }, metadata_,
              {.readers_max = options.readers_max,
               .wait_ms = options.reader_wait_ms,
               .keeps_snapshots = true,
               .threads = threads_},
              counters_),
        queue_([this](std::vector<QueuedJob>& batch) { work(batch); }, [this] { rest(); },
               [this](std::vector<QueuedJob>& batch) { return work_here(batch); }, threads_) {
    if (writer_) writer_->share(records_);
    sealer_.start();
  }
  // The last seal is read and written with the members of this object, so close() comes before
  // their destruction.
  ~SqliteStore() override { close(); }
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;

  std::unique_ptr<ReadTransaction> read() override { return pool_.read(); }
  void write(Job job, Done done, const JobSubject& subject) override {
    queue_.write({std::move(job), std::move(done), subject});
  }
  void write_here(Job job, Done done, const JobSubject& subject) override {
    queue_.write_here({std::move(job), std::move(done), subject});
  }
  bool plans_ahead() const override { return true; }
  void close() override {
    if (!queue_.is_own_thread()) sealer_.finish();
    queue_.close();
  }
  StoreStats stats() const override;
  WriteFailures write_failures() const override {
    return counters_.write_failures(database_.file.string());
  }
  const char* storage_problem() const override { return folder_.storage_problem(); }

 private:
  [[nodiscard]] std::unique_ptr<SqliteConnection> reader() const;
  void work(std::vector<QueuedJob>& batch);
  [[nodiscard]] bool work_here(std::vector<QueuedJob>& batch);
  // Executes the jobs and calls `done` of each. Returns whether all were committed or wanted
  // nothing.
  bool carry_out(std::vector<QueuedJob>& batch);
  void rest();
  [[nodiscard]] bool check_in_place();
  // Whether a batch of this many jobs can be written. Reports a failure to the counters.
  [[nodiscard]] bool writable(std::size_t jobs);
  bool cannot_write(std::size_t jobs, const std::string& why) {
    counters_.cannot_write(jobs, why);
    return false;
  }
  void checkpoint_now();
  void checkpoint_if_due();
  // Whether the log has restarted, or has grown by some pages, since its size was looked at.
  [[nodiscard]] bool is_log_to_be_looked_at() const {
    const int pages = writer_->wal_pages();
    return pages < log_pages_seen_ || pages - log_pages_seen_ >= kLogPagesLeast;
  }
  [[nodiscard]] int log_pages_max() const;

  // The log may have this many pages even if the disk is nearly full.
  static constexpr int kLogPagesLeast = 64;
  bool had_failure_ = false;      // whether a job failed that another thread executed
  int log_pages_seen_ = INT_MAX;  // pages of the log when log_pages_max_ was computed
  int log_pages_max_ = 0;

  // After a try to clear the log that a reader prevented.
  static constexpr std::chrono::seconds kClearPause{10};
  Threads::Time clear_again_at_{};

  // In consecutive batches, a check of the folder this recent is not repeated.
  static constexpr std::chrono::milliseconds kCheckedRecently{1};

  const Folder folder_;
  bool in_place_ = false;  // result and time of the write queue's last check of the folder
  Threads::Time checked_at_;
  const DatabaseFile database_;
  const std::unique_ptr<BackgroundSync> sync_;  // outlives the writer
  std::unique_ptr<SqliteConnection>
      writer_;  // used by the write queue; null until it can be opened again
  Random& random_;
  Checkpointer checkpointer_;
  StoreCounters counters_;
  sql::MetadataCache metadata_;
  const std::shared_ptr<sql::RecordCache> records_;
  Threads& threads_;
  AuditSealer sealer_;
  sql::ConnectionPool pool_;
  WriteQueue queue_;
};

// Opens the writer again after an error, so that the data is read from the disk and not from
// memory. A checkpoint must restart the log before anything else is acknowledged: after a failed
// sync, a part of the log can be lost in a power failure even though it can still be read and later
// syncs succeed.
bool SqliteStore::writable(std::size_t jobs) {
  if (writer_ && writer_->usable() && sync_->state() != BackgroundSync::State::failed) return true;
  checkpointer_.reset();
  writer_.reset();
  try {
    sync_->finish();
    auto writer = std::make_unique<SqliteConnection>(writers(database_, *sync_), Role::writer);
    writer->copy_again(*sync_);
    if (const auto why = sql::unusable(*writer)) return cannot_write(jobs, *why);
    const sql::ConnectionPool::WithoutSnapshots none(pool_);
    if (writer->checkpoint(SqliteConnection::Checkpoint::restart) !=
        SqliteConnection::CheckpointResult::complete)
      return cannot_write(jobs, "its log must restart after an error, which is not possible yet: " +
                                    writer->commit_refusal());
    writer_ = std::move(writer);
    writer_->share(records_);
    return true;
  } catch (const Unavailable& error) {
    return cannot_write(jobs, error.what());
  }
}

// Opens the file by its path, after a check that the path still leads to the file being written.
std::unique_ptr<SqliteConnection> SqliteStore::reader() const {
  if (const char* why = folder_.storage_problem()) throw Unavailable(why);
  auto out = std::make_unique<SqliteConnection>(database_, Role::reader);
  out->share(records_);
  return out;
}

bool SqliteStore::check_in_place() {
  in_place_ = folder_.storage_problem() == nullptr;
  checked_at_ = threads_.now();
  return in_place_;
}

void SqliteStore::work(std::vector<QueuedJob>& batch) {
  const bool is_good = carry_out(batch) && !had_failure_;
  had_failure_ = false;
  if (!writer_ || !writer_->usable()) return;
  // If the disk is full, the log may be the cause.
  if (is_good)
    checkpoint_if_due();
  else
    checkpoint_now();
}

// A checkpoint may wait for readers, and the calling thread may have one, so the writer thread gets
// the job if a checkpoint may be due.
bool SqliteStore::work_here(std::vector<QueuedJob>& batch) {
  if (!writer_ || !writer_->usable() || had_failure_ || is_log_to_be_looked_at()) return false;
  had_failure_ = !carry_out(batch);
  return true;
}

// A commit to files that were moved may be lost, so its result is unknown.
bool SqliteStore::carry_out(std::vector<QueuedJob>& batch) {
  std::vector<sql::JobResult> job_results(batch.size(), Committed::failed);
  const bool was_just_checked = in_place_ && threads_.now() - checked_at_ < kCheckedRecently;
  if ((was_just_checked || check_in_place()) && writable(batch.size())) {
    job_results = sql::work_through(*writer_,
                                    {.metadata = metadata_,
                                     .counters = counters_,
                                     .random = random_,
                                     .committing = [this] { pool_.committing(); }},
                                    sql::LockScope::everything, batch);
    pool_.committed();
    if (!check_in_place())
      std::ranges::replace(job_results, sql::JobResult(Committed::yes),
                           sql::JobResult(Committed::unknown));
  } else {
    counters_.no_commit(batch.size());
  }
  if (std::ranges::find(job_results, sql::JobResult(Committed::yes)) != job_results.end())
    sealer_.committed();
  for (std::size_t i = 0; i < batch.size(); ++i)
    batch[i].done(job_results[i].value_or(Committed::failed));
  return std::ranges::find(job_results, sql::JobResult(Committed::failed)) == job_results.end();
}

void SqliteStore::checkpoint_now() {
  const sql::ConnectionPool::WithoutSnapshots none(pool_);
  writer_->checkpoint(SqliteConnection::Checkpoint::restart);
}

// The free space of the disk is asked for each time that the log has grown by some pages. While
// no one waits, a checkpoint of a short log delays the next change by some milliseconds; one of a
// long log would delay it by tenths of a second.
void SqliteStore::checkpoint_if_due() {
  if (writer_->is_log_to_be_cleared() && threads_.now() >= clear_again_at_) {
    const sql::ConnectionPool::WithoutSnapshots none(pool_);
    writer_->clear_log();
    // A reader that takes long, such as an export, must not delay every change.
    if (writer_->is_log_to_be_cleared()) clear_again_at_ = threads_.now() + kClearPause;
    return;
  }
  if (is_log_to_be_looked_at()) {
    log_pages_seen_ = writer_->wal_pages();
    log_pages_max_ = log_pages_max();
  }
  const sql::ConnectionPool::WithoutSnapshots none(pool_);
  checkpointer_.after_batch(*writer_, log_pages_max_, queue_.waiting() == 0);
}

// Returns the maximum size of the log. A checkpoint may need as much space again, so the log must
// not take the last free space of a disk.
int SqliteStore::log_pages_max() const {
  constexpr std::uintmax_t kPageBytes = 4096;
  std::error_code unknown;
  const auto room = std::filesystem::space(database_.file, unknown).available;
  if (unknown) return database_.wal_pages_max;
  const auto pages = std::min<std::uintmax_t>(room / kPageBytes / 2, INT_MAX);
  return std::min(database_.wal_pages_max, std::max(kLogPagesLeast, static_cast<int>(pages)));
}

void SqliteStore::rest() {
  if (!writer_ || !writer_->usable()) return;
  const sql::ConnectionPool::WithoutSnapshots none(pool_);
  writer_->checkpoint(SqliteConnection::Checkpoint::passive);
}

StoreStats SqliteStore::stats() const {
  StoreStats out = counters_.stats();
  out.waiting = queue_.waiting();
  out.oldest_waiting_us = queue_.oldest_waiting_us();
  out.refused = queue_.refused();
  out.schema = sql::newest_schema();
  return out;
}

// Writes to the disk what a killed process may have left in the log without a sync: a power failure
// could still lose those changes, so they must not be read before. If a sync had failed, a later
// one that succeeds proves nothing, so the log must also restart before anything is acknowledged.
// Returns false if that has to wait until there is room on the disk. Throws Unavailable.
bool settle_log(SqliteConnection& writer) {
  writer.sync_log();
  if (writer.checkpoint(SqliteConnection::Checkpoint::restart) !=
      SqliteConnection::CheckpointResult::failed)
    return true;
  if (!writer.usable()) throw Unavailable("its log cannot restart: " + writer.commit_refusal());
  return false;
}

}  // namespace

std::expected<std::unique_ptr<Store>, OpenError> open_sqlite(const SqliteOptions& options) {
  auto folder =
      Folder::hold(options.folder, "since " + rfc3339(options.started) +
                                       (options.address.empty() ? "" : ", ") + options.address);
  if (!folder) return std::unexpected(folder.error());
  auto file = folder->database();
  if (!file) return std::unexpected(file.error());
  DatabaseFile database{
      .file = *std::move(file), .vfs = options.vfs, .wal_pages_max = options.wal_pages_max};
  database.page_cache_mib =
      std::clamp(options.record_cache_bytes >> 19, kPageCacheMibLeast, database.page_cache_mib);
  database.schema_memo = options.schema_memo;
  try {
    auto sync = std::make_unique<BackgroundSync>(database.file, database.vfs, options.threads);
    auto writer = std::make_unique<SqliteConnection>(writers(database, *sync), Role::writer);
    writer->copy_again(*sync);
    const bool is_log_settled = settle_log(*writer);
    sql::expect_seals(*writer);
    sql::upgrade(*writer, options.random);
    database.integrity = sql::begin_trust(*writer, options.trust);
    folder->remember_files();
    if (!is_log_settled) writer.reset();  // opened again by the first change
    return std::make_unique<SqliteStore>(*std::move(folder), std::move(database), std::move(sync),
                                         std::move(writer), options);
  } catch (const std::exception& error) {
    return std::unexpected("the database " + database.file.string() +
                           " cannot be opened: " + error.what());
  }
}

std::expected<void, std::string> read_sqlite(const std::filesystem::path& folder,
                                             const UseReaders& use, const Integrity& integrity,
                                             std::uint64_t log_growth_max) {
  if (auto there = must_be_a_store(folder); !there) return there;
  const std::filesystem::path file = folder / kDatabase;
  const DatabaseFile database{.file = file,
                              .vfs = {},
                              .wal_pages_max = 0,
                              .integrity = std::make_shared<const Integrity>(integrity)};
  const LogWatch log(file, log_growth_max);
  try {
    {
      SqliteConnection connection(database, Role::reader);
      if (const auto why = sql::unusable(connection))
        return std::unexpected("the store in " + folder.string() + " cannot be read: " + *why);
    }
    StoreCounters counters;
    sql::MetadataCache metadata;
    sql::ConnectionPool pool(
        [&] {
          auto reader = std::make_unique<SqliteConnection>(database, Role::reader);
          reader->read_while([&log] { return !log.too_long(); });
          return reader;
        },
        metadata, {.readers_max = kOpenReaders}, counters);
    use([&pool] { return pool.read(); });
    return {};
  } catch (const std::exception& error) {
    if (log.too_long())
      return std::unexpected("the store in " + folder.string() + " could not be read to its end: " +
                             log.complaint() + ": choose a quieter hour, or read a backup of it");
    return std::unexpected("the store in " + folder.string() + " cannot be read: " + error.what());
  }
}

}  // namespace patchbay::store
