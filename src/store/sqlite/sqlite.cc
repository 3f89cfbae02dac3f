// The store in an SQLite file.
#include <algorithm>
#include <chrono>
#include <climits>

#include <unistd.h>

#include "store/lane.h"
#include "store/open.h"
#include "store/sealing.h"
#include "store/sql/batch.h"
#include "store/sql/pool.h"
#include "store/sql/schema.h"
#include "store/sql/seals.h"
#include "store/sqlite/clearing.h"
#include "store/sqlite/disk_reads.h"
#include "store/sqlite/folder.h"
#include "store/sqlite/log_watch.h"

namespace patchbay::store {
namespace {

using namespace sqlite;

class SqliteStore final : public Store {
 public:
  SqliteStore(Folder folder, Place place, std::unique_ptr<SqliteConnection> writer,
              const SqliteOptions& options)
      : folder_(std::move(folder)),
        place_(std::move(place)),
        writer_(std::move(writer)),
        sealing_(*this, *place_.integrity, std::chrono::milliseconds(options.seal_ms)),
        pool_([this] { return reader(); }, catalogue_, options.readers_max, options.reader_wait_ms,
              tallies_) {
    sealing_.start();
  }
  // What is sealed last is read and written through all that is here.
  ~SqliteStore() override { close(); }
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;

  std::unique_ptr<Reader> read() override { return pool_.read(); }
  void write(Job job, Done done, const About& about) override {
    lane_.write({std::move(job), std::move(done), about});
  }
  void close() override {
    if (!lane_.is_own_thread()) sealing_.finish();
    lane_.close();
  }
  Figures figures() const override;
  WriteFailures write_failures() const override {
    return tallies_.write_failures(place_.file.string());
  }
  bool reads_wait() const override { return disk_reads_.usual(); }
  const char* trouble() const override { return folder_.trouble(); }

 private:
  [[nodiscard]] std::unique_ptr<SqliteConnection> reader() const;
  void work(std::vector<Queued>& batch);
  void rest();
  [[nodiscard]] bool sees_all_in_place();
  // Whether a batch of so many jobs can be written; what keeps it from that is told to the tallies.
  [[nodiscard]] bool writable(std::size_t jobs);
  bool cannot_write(std::size_t jobs, const std::string& why) {
    tallies_.cannot_write(jobs, why);
    return false;
  }
  [[nodiscard]] int log_pages_max() const;

  // Batches that follow one another need not look before and after each.
  static constexpr std::chrono::milliseconds kJustSeen{1};

  const Folder folder_;
  bool in_place_ = false;  // when the lane last looked, and when that was
  std::chrono::steady_clock::time_point seen_;
  const Place place_;
  std::unique_ptr<SqliteConnection> writer_;  // the lane's; null until it can be opened again
  Clearing clearing_;
  DiskReads disk_reads_;
  Tallies tallies_;
  sql::Catalogue catalogue_;
  Sealing sealing_;
  sql::Pool pool_;
  Lane lane_{[this](std::vector<Queued>& batch) { work(batch); }, [this] { rest(); }};
};

// The connection for writing, opened again where the last was not sound: then what is on disk is
// what was read from it, not what was thought to be. Before anything more is acknowledged the log
// begins again: after a failed sync a part of it may be gone with the next loss of power, though
// it can be read until then and later syncs succeed.
bool SqliteStore::writable(std::size_t jobs) {
  if (writer_ && writer_->sound()) return true;
  clearing_.begin_again();
  writer_.reset();
  try {
    auto writer = std::make_unique<SqliteConnection>(place_, Role::writer);
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
  if (const char* why = folder_.trouble()) throw Unavailable(why);
  return std::make_unique<SqliteConnection>(place_, Role::reader);
}

bool SqliteStore::sees_all_in_place() {
  in_place_ = folder_.trouble() == nullptr;
  seen_ = std::chrono::steady_clock::now();
  return in_place_;
}

// What is committed to files that are no longer where they belong may be lost: whether it is back
// one day is not known.
void SqliteStore::work(std::vector<Queued>& batch) {
  std::vector<sql::Fate> fates(batch.size(), Committed::failed);
  const bool was_just_seen = in_place_ && std::chrono::steady_clock::now() - seen_ < kJustSeen;
  if ((was_just_seen || sees_all_in_place()) && writable(batch.size())) {
    fates = sql::work_through(*writer_, catalogue_, sql::Claim::everything, batch, tallies_);
    if (!sees_all_in_place())
      std::ranges::replace(fates, sql::Fate(Committed::yes), sql::Fate(Committed::unknown));
  } else {
    tallies_.no_commit(batch.size());
  }
  if (std::ranges::find(fates, sql::Fate(Committed::yes)) != fates.end()) sealing_.committed();
  for (std::size_t i = 0; i < batch.size(); ++i)
    batch[i].done(fates[i].value_or(Committed::failed));
  disk_reads_.after(batch.size());
  if (!writer_ || !writer_->sound()) return;
  // Where there was no room, the log may be what takes it.
  if (std::ranges::find(fates, sql::Fate(Committed::failed)) != fates.end())
    writer_->checkpoint(SqliteConnection::Checkpoint::restart);
  else
    clearing_.go_on(*writer_, log_pages_max());
}

// How far the log may grow. Bringing it into the database may take as much room again: where a disk
// fills up, it must not be the log that takes the last of it.
int SqliteStore::log_pages_max() const {
  constexpr std::uintmax_t kPageBytes = 4096;
  constexpr int kLeast = 64;
  std::error_code unknown;
  const auto room = std::filesystem::space(place_.file, unknown).available;
  if (unknown) return place_.wal_pages_max;
  const auto pages = std::min<std::uintmax_t>(room / kPageBytes / 2, INT_MAX);
  return std::min(place_.wal_pages_max, std::max(kLeast, static_cast<int>(pages)));
}

void SqliteStore::rest() {
  if (writer_ && writer_->sound()) writer_->checkpoint(SqliteConnection::Checkpoint::passive);
}

Figures SqliteStore::figures() const {
  Figures out = tallies_.figures();
  out.waiting = lane_.waiting();
  out.refused = lane_.refused();
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
  Place place{.file = *std::move(file), .vfs = options.vfs, .wal_pages_max = options.wal_pages_max};
  try {
    auto writer = std::make_unique<SqliteConnection>(place, Role::writer);
    sql::expect_seals(*writer);
    sql::upgrade(*writer);
    place.integrity = sql::begin_trust(*writer, options.trust);
    folder->sight();
    return std::make_unique<SqliteStore>(*std::move(folder), std::move(place), std::move(writer),
                                         options);
  } catch (const std::exception& error) {
    return std::unexpected("the database " + place.file.string() +
                           " cannot be opened: " + error.what());
  }
}

std::expected<void, std::string> read_sqlite(const std::filesystem::path& folder,
                                             const std::function<void(Reader&)>& use,
                                             const Integrity& integrity,
                                             std::uint64_t log_growth_max) {
  if (auto there = must_be_a_store(folder); !there) return there;
  const std::filesystem::path file = folder / kDatabase;
  const Place place{.file = file,
                    .vfs = {},
                    .wal_pages_max = 0,
                    .integrity = std::make_shared<const Integrity>(integrity)};
  const LogWatch log(file, log_growth_max);
  try {
    {
      SqliteConnection connection(place, Role::reader);
      if (const auto why = sql::unusable(connection))
        return std::unexpected("the store in " + folder.string() + " cannot be read: " + *why);
    }
    Tallies tallies;
    sql::Catalogue catalogue;
    sql::Pool pool(
        [&] {
          auto reader = std::make_unique<SqliteConnection>(place, Role::reader);
          reader->read_while([&log] { return !log.too_long(); });
          return reader;
        },
        catalogue, 1, 0, tallies);
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
