// The connections are the driver's. Their statements are read one after another.
#include "measured_store.h"

#include <fstream>
#include <utility>

#include "store/sql/admin/audit_seals.h"
#include "store/sql/engine/schema.h"
#include "store/sql/transaction/group_commit.h"

namespace patchbay::testing {
namespace {

using store::sqlite::Role;
using store::sqlite::SqliteConnection;

store::sqlite::DatabaseFile new_place(const std::filesystem::path& folder) {
  const store::sqlite::DatabaseFile out{
      .file = folder / "measured.db", .vfs = {}, .wal_pages_max = 16384};
  std::ofstream(out.file).close();
  return out;
}

}  // namespace

MeasuredStore::MeasuredStore(const std::filesystem::path& folder)
    : database_(new_place(folder)),
      writer_(std::make_unique<SqliteConnection>(database_, Role::writer)),
      connections_{writer_.get()},
      pool_(
          [this] {
            auto reader = std::make_unique<SqliteConnection>(database_, Role::reader);
            const std::lock_guard lock(mutex_);
            connections_.push_back(reader.get());
            return reader;
          },
          metadata_, {.readers_max = 8}, counters_) {
  store::sql::upgrade(*writer_, *random_);
  (void)store::sql::begin_trust(*writer_, {});
}

void MeasuredStore::work(std::vector<store::QueuedJob>& batch) {
  const auto job_results = store::sql::work_through(
      *writer_, {.metadata = metadata_, .counters = counters_, .random = *random_},
      store::sql::LockScope::everything, batch);
  for (std::size_t i = 0; i < batch.size(); ++i)
    batch[i].done(job_results[i].value_or(store::Committed::failed));
}

Cost MeasuredStore::spent() {
  Cost out;
  const std::lock_guard lock(mutex_);
  for (SqliteConnection* each : connections_)
    for (sqlite3_stmt* one = nullptr; (one = sqlite3_next_stmt(each->handle(), one)) != nullptr;) {
      out.steps += sqlite3_stmt_status(one, SQLITE_STMTSTATUS_VM_STEP, 1);
      out.scans += sqlite3_stmt_status(one, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
    }
  out.pages = writer_->wal_pages() - std::exchange(pages_then_, writer_->wal_pages());
  return out;
}

void MeasuredStore::merge_terms() {
  writer_->prepared("INSERT INTO terms (terms) VALUES ('optimize')").run({});
}

bool MeasuredStore::scan(const std::string& key) {
  const store::sql::Argument cells[] = {1, store::sql::Bytes{key}, 2, store::sql::Bytes{key}};
  writer_->prepared("DELETE FROM answers WHERE (principal, name) IN (($1, $2), ($3, $4))")
      .run(cells);
  return true;
}

}  // namespace patchbay::testing
