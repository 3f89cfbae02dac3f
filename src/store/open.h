// How stores are opened.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "store/integrity.h"
#include "store/store.h"

namespace patchbay::store {

// A store that is being opened, before it is known what it is trusted by.
struct Opening {
  bool is_new = false;        // it holds nothing yet
  std::vector<Mark> marks{};  // nobody has checked them
};
// What it is trusted by. The error is a sentence for the operator, and then it is not opened.
using Trust = std::function<std::expected<Integrity, std::string>(const Opening& opening)>;

struct SqliteOptions {
  std::filesystem::path folder;  // made with mode 0700 where it is not there; its parent must be
  // For whoever finds the folder taken: since when, and at what address the holder is found.
  Instant started;
  std::string address;
  std::size_t readers_max = 8;  // readers at one moment; one more waits
  int reader_wait_ms = 5000;    // and is then refused
  int wal_pages_max = 16384;  // pages of 4 KiB in the log before the write queue stops to clear it
  std::string vfs;            // SQLite's name of the file system layer; empty: its own
  Trust trust{};              // nothing: hashes without a key, for tests
  int seal_ms = 0;            // how long entries wait for their seal at most; 0: for ever
};

// A store in one folder on disk, which it holds until it is destroyed. Its Readers must be gone by
// then. The error is a sentence for the operator: the folder is taken (and by whom), cannot be
// read, or was written by a newer version.
[[nodiscard]] std::expected<std::unique_ptr<Store>, std::string> open_sqlite(
    const SqliteOptions& options);

// Whoever reads one moment of a store keeps its server's log from beginning again. By how much it
// may grow meanwhile, unless said otherwise.
inline constexpr std::uint64_t kLogGrowthMax = 1ULL << 30;

// Calls `use` with a ReadTransaction of the store in `folder`, which a server may hold meanwhile:
// nothing is written, and all that is read is of one moment. Where the server's log grows by more
// than `log_growth_max` bytes the ReadTransaction throws. The error is a sentence for the operator.
[[nodiscard]] std::expected<void, std::string> read_sqlite(
    const std::filesystem::path& folder, const std::function<void(ReadTransaction&)>& use,
    const Integrity& integrity = {}, std::uint64_t log_growth_max = kLogGrowthMax);

struct Copied {
  std::uint64_t bytes = 0;
  std::uint64_t bytes_all = 0;
  bool hurry = false;  // the server's log grows: whoever watches should not hold up the copying
};

// Copies the store in `folder`, which a server may hold and change meanwhile, as it is at one
// moment to a new folder `to`, whose parent must be; it is on disk afterwards. Nothing is written
// to `folder`; until the end the server's log keeps what changes, and where that comes to more than
// `log_growth_max` bytes the copying gives way. Calls `progress` after every MiB, which may take
// its time. The error is a sentence for the operator.
[[nodiscard]] std::expected<void, std::string> copy_sqlite(
    const std::filesystem::path& folder, const std::filesystem::path& to,
    const std::function<void(const Copied&)>& progress,
    std::uint64_t log_growth_max = kLogGrowthMax);

struct PostgresqlOptions {
  std::string url;  // as libpq takes it: postgresql://user@host,host/database
  std::size_t readers_max = 8;
  int reader_wait_ms = 5000;
  int connect_s = 5;       // to each host
  int answer_ms = 30'000;  // for a statement
  int commit_ms = 10'000;  // for a commit, a synchronous standby's word included
  int lock_ms = 10'000;    // for another node's commit
  std::size_t lanes = 2;   // that write side by side what concerns one customer; 0: all in turn
  // Of the write queues' slots (store/sql/engine/lock_slots.h), which follow one another; nothing:
  // by chance. Two write queues of one slot take turns.
  std::optional<int> first_slot;
  // A writer that rests within a transaction holds up every node; the server ends it after this.
  int writer_rest_ms = 10'000;
  Trust trust{};    // nothing: hashes without a key, for tests
  int seal_ms = 0;  // how long entries wait for their seal at most; 0: for ever
};

// Whether `place` names a PostgreSQL database.
[[nodiscard]] bool is_postgresql(std::string_view location);
// `place` as people may read it: without a password.
[[nodiscard]] std::string redacted_location(const std::string& location);
// Whether a password stands in it.
[[nodiscard]] bool location_has_password(const std::string& location);
// Why no database can be found by it, as what follows "…: "; nothing where one can.
[[nodiscard]] std::optional<std::string> location_problem(const std::string& location);

// A store in a PostgreSQL database, which any number of processes may have open. The error is a
// sentence for the operator: it cannot be reached, is set so that it would lose what it
// acknowledges, or was written by a newer version.
[[nodiscard]] std::expected<std::unique_ptr<Store>, std::string> open_postgresql(
    const PostgresqlOptions& options);
[[nodiscard]] std::expected<void, std::string> read_postgresql(
    const std::string& url, const std::function<void(ReadTransaction&)>& use,
    const Integrity& integrity = {});

// What is missing of a store in `place`, as what follows "there is no store in it: "; nothing where
// one is there. Nothing is made or changed, and servers may hold it. The error is a sentence for
// the operator: the place cannot be used or read.
[[nodiscard]] std::expected<std::optional<std::string>, std::string> missing(
    const std::string& location);
// The same, where a missing store is an error too: it names the place and what was looked for.
[[nodiscard]] std::expected<void, std::string> must_be_a_store(const std::string& location);

// Whether a store could be made in the folder `place`, where none is. The error is a sentence for
// the operator. Nothing stays.
[[nodiscard]] std::expected<void, std::string> can_be_made(const std::filesystem::path& location);

// How the schema of the store in `place` differs from what this version makes, as a phrase that
// names the first difference: a trigger, say, that it does not make. Servers may hold it. The error
// is a sentence for the operator.
[[nodiscard]] std::expected<std::optional<std::string>, std::string> schema_difference(
    const std::string& location);

// How far a migration is.
struct Migrating {
  std::string table;
  std::uint64_t rows = 0;
  std::uint64_t total = 0;
};

// Copies all that the store in `from` holds into an empty one in `to`: history, numbers and hashes
// as they are. Each is a folder, which no server may hold, or a PostgreSQL database, which none may
// use; none begins to meanwhile. After an interruption it goes on where it was; once it has begun
// to copy, nothing opens `to` until it has ended.
[[nodiscard]] std::expected<void, std::string> migrate(
    const std::string& from, const std::string& to,
    const std::function<void(const Migrating&)>& watch);

// Gives the store in `place`, which a version before seals wrote and no server may use, its hashes
// and seals, `now`. The error is a sentence for the operator.
[[nodiscard]] std::expected<void, std::string> adopt(const std::string& location,
                                                     const Trust& trust, Instant now);

// The same promises, kept for as long as the process lives.
[[nodiscard]] std::unique_ptr<Store> open_memory(const Integrity& integrity = {}, int seal_ms = 0);

}  // namespace patchbay::store
