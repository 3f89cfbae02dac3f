// The store in an SQLite file.
#include <algorithm>
#include <chrono>
#include <climits>

#include <unistd.h>

#include "store/audit_sealer.h"
#include "store/open.h"
#include "store/sql/admin/audit_seals.h"
#include "store/sql/engine/connection_pool.h"
#include "store/sql/engine/schema.h"
#include "store/sql/transaction/group_commit.h"
#include "store/sqlite/checkpointer.h"
#include "store/sqlite/data_folder.h"
#include "store/sqlite/disk_reads.h"
#include "store/sqlite/log_watch.h"
#include "store/write_queue.h"

namespace patchbay::store {
namespace {

using namespace sqlite;

class SqliteStore final : public Store {
 public:
  SqliteStore(Folder folder, DatabaseFile database, std::unique_ptr<SqliteConnection> writer,
              const SqliteOptions& options)
      : folder_(std::move(folder)),
        database_(std::move(database)),
        writer_(std::move(writer)),
        sealer_(*this, *database_.integrity, std::chrono::milliseconds(options.seal_ms)),
        pool_([this] { return reader(); }, metadata_, options.readers_max, options.reader_wait_ms,
              counters_) {
    sealer_.start();
  }
  // What is sealed last is read and written through all that is here.
  ~SqliteStore() override { close(); }
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;

  std::unique_ptr<ReadTransaction> read() override { return pool_.read(); }
  void write(Job job, Done done, const JobSubject& subject) override {
    queue_.write({std::move(job), std::move(done), subject});
  }
  void close() override {
    if (!queue_.is_own_thread()) sealer_.finish();
    queue_.close();
  }
  StoreStats stats() const override;
  WriteFailures write_failures() const override {
    return counters_.write_failures(database_.file.string());
  }
  bool reads_wait() const override { return disk_reads_.usual(); }
  const char* storage_problem() const override { return folder_.storage_problem(); }

 private:
  [[nodiscard]] std::unique_ptr<SqliteConnection> reader() const;
  void work(std::vector<QueuedJob>& batch);
  void rest();
  [[nodiscard]] bool sees_all_in_place();
  // Whether a batch of so many jobs can be written; what keeps it from that is told to the tallies.
  [[nodiscard]] bool writable(std::size_t jobs);
  bool cannot_write(std::size_t jobs, const std::string& why) {
    counters_.cannot_write(jobs, why);
    return false;
  }
  [[nodiscard]] int log_pages_max() const;

  // Batches that follow one another need not look before and after each.
  static constexpr std::chrono::milliseconds kJustSeen{1};

  const Folder folder_;
  bool in_place_ = false;  // when the write queue last looked, and when that was
  std::chrono::steady_clock::time_point seen_;
  const DatabaseFile database_;
  std::unique_ptr<SqliteConnection>
      writer_;  // the write queue's; null until it can be opened again
  Checkpointer checkpointer_;
  DiskReads disk_reads_;
  StoreCounters counters_;
  sql::MetadataCache metadata_;
  AuditSealer sealer_;
  sql::ConnectionPool pool_;
  WriteQueue queue_{[this](std::vector<QueuedJob>& batch) { work(batch); }, [this] { rest(); }};
};

// The connection for writing, opened again where the last was not sound: then what is on disk is
// what was read from it, not what was thought to be. Before anything more is acknowledged the log
// begins again: after a failed sync a part of it may be gone with the next loss of power, though
// it can be read until then and later syncs succeed.
bool SqliteStore::writable(std::size_t jobs) {
  if (writer_ && writer_->usable()) return true;
  checkpointer_.reset();
  writer_.reset();
  try {
    auto writer = std::make_unique<SqliteConnection>(database_, Role::writer);
    if (const auto why = sql::unusable(*writer)) return cannot_write(jobs, *why);
    if (!writer->checkpoint(SqliteConnection::Checkpoint::restart))
      return cannot_write(jobs, "after an error its log must begin again, and cannot yet: " +
                                    writer->commit_refusal());
    writer_ = std::move(writer);
    return true;
  } catch (const Unavailable& error) {
    return cannot_write(jobs, error.what());
  }
}

// By the path: what stands there must be what is written to.
std::unique_ptr<SqliteConnection> SqliteStore::reader() const {
  if (const char* why = folder_.storage_problem()) throw Unavailable(why);
  return std::make_unique<SqliteConnection>(database_, Role::reader);
}

bool SqliteStore::sees_all_in_place() {
  in_place_ = folder_.storage_problem() == nullptr;
  seen_ = std::chrono::steady_clock::now();
  return in_place_;
}

// What is committed to files that are no longer where they belong may be lost: whether it is back
// one day is not known.
void SqliteStore::work(std::vector<QueuedJob>& batch) {
  std::vector<sql::JobResult> job_results(batch.size(), Committed::failed);
  const bool was_just_seen = in_place_ && std::chrono::steady_clock::now() - seen_ < kJustSeen;
  if ((was_just_seen || sees_all_in_place()) && writable(batch.size())) {
    job_results =
        sql::work_through(*writer_, metadata_, sql::LockScope::everything, batch, counters_);
    if (!sees_all_in_place())
      std::ranges::replace(job_results, sql::JobResult(Committed::yes),
                           sql::JobResult(Committed::unknown));
  } else {
    counters_.no_commit(batch.size());
  }
  if (std::ranges::find(job_results, sql::JobResult(Committed::yes)) != job_results.end())
    sealer_.committed();
  for (std::size_t i = 0; i < batch.size(); ++i)
    batch[i].done(job_results[i].value_or(Committed::failed));
  disk_reads_.after(batch.size());
  if (!writer_ || !writer_->usable()) return;
  // Where there was no room, the log may be what takes it.
  if (std::ranges::find(job_results, sql::JobResult(Committed::failed)) != job_results.end())
    writer_->checkpoint(SqliteConnection::Checkpoint::restart);
  else
    checkpointer_.after_batch(*writer_, log_pages_max());
}

// How far the log may grow. Bringing it into the database may take as much room again: where a disk
// fills up, it must not be the log that takes the last of it.
int SqliteStore::log_pages_max() const {
  constexpr std::uintmax_t kPageBytes = 4096;
  constexpr int kLeast = 64;
  std::error_code unknown;
  const auto room = std::filesystem::space(database_.file, unknown).available;
  if (unknown) return database_.wal_pages_max;
  const auto pages = std::min<std::uintmax_t>(room / kPageBytes / 2, INT_MAX);
  return std::min(database_.wal_pages_max, std::max(kLeast, static_cast<int>(pages)));
}

void SqliteStore::rest() {
  if (writer_ && writer_->usable()) writer_->checkpoint(SqliteConnection::Checkpoint::passive);
}

StoreStats SqliteStore::stats() const {
  StoreStats out = counters_.stats();
  out.waiting = queue_.waiting();
  out.refused = queue_.refused();
  out.schema = sql::newest_schema();
  return out;
}

}  // namespace

std::expected<std::unique_ptr<Store>, std::string> open_sqlite(const SqliteOptions& options) {
  auto folder =
      Folder::hold(options.folder, "since " + rfc3339(options.started) +
                                       (options.address.empty() ? "" : ", ") + options.address);
  if (!folder) return std::unexpected(folder.error());
  auto file = folder->database();
  if (!file) return std::unexpected(file.error());
  DatabaseFile database{
      .file = *std::move(file), .vfs = options.vfs, .wal_pages_max = options.wal_pages_max};
  try {
    auto writer = std::make_unique<SqliteConnection>(database, Role::writer);
    sql::expect_seals(*writer);
    sql::upgrade(*writer);
    database.integrity = sql::begin_trust(*writer, options.trust);
    folder->remember_files();
    return std::make_unique<SqliteStore>(*std::move(folder), std::move(database), std::move(writer),
                                         options);
  } catch (const std::exception& error) {
    return std::unexpected("the database " + database.file.string() +
                           " cannot be opened: " + error.what());
  }
}

std::expected<void, std::string> read_sqlite(const std::filesystem::path& folder,
                                             const std::function<void(ReadTransaction&)>& use,
                                             const Integrity& integrity,
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
        metadata, 1, 0, counters);
    use(*pool.read());
    return {};
  } catch (const std::exception& error) {
    if (log.too_long())
      return std::unexpected("the store in " + folder.string() + " could not be read to its end: " +
                             log.complaint() + ": choose a quieter hour, or read a backup of it");
    return std::unexpected("the store in " + folder.string() + " cannot be read: " + error.what());
  }
}

}  // namespace patchbay::store
