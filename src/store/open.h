// Opening stores.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/threads.h"
#include "store/integrity.h"
#include "store/open_error.h"
#include "store/store.h"

namespace patchbay::store {

// What is known about a store before its integrity key is chosen.
struct Opening {
  bool is_new = false;        // the store is empty
  std::vector<Mark> marks{};  // the hashes were not checked
};
// Returns the integrity key of the store. On an error, which is a sentence for the operator, the
// store is not opened.
using Trust = std::function<std::expected<Integrity, std::string>(const Opening& opening)>;

// Keeps which objects the schema makes, so that a process that opens many stores works it out once.
// Used by one thread at a time.
struct SchemaMemo {
  struct Object {
    std::string name;
    std::string definition;
  };
  std::map<std::string, std::vector<Object>> made{};  // by the script that makes them
};

// Sizes that SQLite's write-ahead log is meant to have at most, in pages of 4 KiB. A long one is
// copied into the database less often, and makes each read a little slower: it is for a process
// that writes many changes and does nothing else.
inline constexpr int kLogPages = 4096;
inline constexpr int kLongLogPages = 16'384;

struct SqliteOptions {
  Random& random;                // must outlive the store
  std::filesystem::path folder;  // created with mode 0700 if missing; its parent must exist
  // Reported to a process that finds the folder locked: the start time and address of the holder.
  Instant started;
  std::string address;
  std::size_t readers_max = 8;  // maximum number of concurrent read transactions; further ones wait
  int reader_wait_ms = 5000;    // maximum wait for a read transaction
  // About the memory that decoded values of customers may take. The pages that the writer works
  // with get twice that, from 16 to 64 MiB.
  std::size_t record_cache_bytes = std::size_t{64} << 20;
  int wal_pages_max = kLogPages;
  std::string vfs;  // name of SQLite's file system layer; empty: the default
  Trust trust{};    // none: hashes without a key, for tests
  int seal_ms = 0;  // maximum time that an entry waits for its seal; 0: no limit
  Threads& threads = system_threads();  // must outlive the store
  SchemaMemo* schema_memo = nullptr;    // must outlive the store; null: nothing is kept
};

// Opens a store in a folder and locks the folder until the store is destroyed. All its read
// transactions must end before that. Errors: the folder is locked (and by whom), cannot be read, or
// was written by a newer version.
[[nodiscard]] std::expected<std::unique_ptr<Store>, OpenError> open_sqlite(
    const SqliteOptions& options);

// Default limit for the growth of the write-ahead log, in bytes, while another process reads one
// snapshot. A reader keeps the server from restarting its log.
inline constexpr std::uint64_t kLogGrowthMax = 1ULL << 30;

// Calls `use` with what opens read transactions on the store in `folder`, which a server may have
// open: at most kOpenReaders at a time, each with its own snapshot. Writes nothing. If the
// server's log grows by more than `log_growth_max` bytes, the transactions throw. The error is a
// sentence for the operator. The plan of an import needs three: for its rows, and for each of the
// two bulks that are planned at the same time.
inline constexpr std::size_t kOpenReaders = 3;
using UseReaders = std::function<void(const OpenReader&)>;
[[nodiscard]] std::expected<void, std::string> read_sqlite(
    const std::filesystem::path& folder, const UseReaders& use, const Integrity& integrity = {},
    std::uint64_t log_growth_max = kLogGrowthMax);

struct Copied {
  std::uint64_t bytes = 0;
  std::uint64_t bytes_all = 0;
  bool hurry = false;  // the server's log is growing, so `progress` should return at once
};

// Copies one snapshot of the store in `folder`, which a server may have open, to a new folder `to`,
// whose parent must exist. On success the copy is on disk. Writes nothing to `folder`. The server's
// log grows until the copy ends; if it grows by more than `log_growth_max` bytes, the copy fails.
// Calls `progress` after every MiB; it may take its time. The error is a sentence for the operator.
[[nodiscard]] std::expected<void, std::string> copy_sqlite(
    const std::filesystem::path& folder, const std::filesystem::path& to,
    const std::function<void(const Copied&)>& progress,
    std::uint64_t log_growth_max = kLogGrowthMax);

struct PostgresqlOptions {
  Random& random;   // must outlive the store; not the same numbers on two nodes of a database
  std::string url;  // as libpq reads it: postgresql://user@host,host/database
  std::size_t readers_max = 8;
  int reader_wait_ms = 5000;
  int connect_s = 5;       // timeout of a connection, for each host
  int answer_ms = 30'000;  // timeout of a statement
  // Settings of operators: the standard values are in the table of settings, and nowhere else.
  int commit_ms = 0;      // timeout of a commit, including the wait for a synchronous standby
  int lock_ms = 0;        // timeout of the wait for another node's commit
  std::size_t lanes = 0;  // write queues that work in parallel on changes of single customers; 0:
                          // one queue for all
  // First lock slot of the write queues (store/sql/engine/lock_slots.h); the others follow. None:
  // random. Two write queues with the same slot take turns.
  std::optional<int> first_slot;
  // The server ends a transaction that is idle for this long, because it blocks writers of every
  // node.
  int writer_rest_ms = 0;
  Trust trust{};    // none: hashes without a key, for tests
  int seal_ms = 0;  // maximum time that an entry waits for its seal; 0: no limit
};

// Opens a store in a PostgreSQL database. Any number of processes may have it open. The error is a
// sentence for the operator: the database cannot be reached, has settings with which an
// acknowledged commit could be lost, or was written by a newer version.
[[nodiscard]] std::expected<std::unique_ptr<Store>, std::string> open_postgresql(
    const PostgresqlOptions& options);
[[nodiscard]] std::expected<void, std::string> read_postgresql(const std::string& url,
                                                               const UseReaders& use,
                                                               const Integrity& integrity = {});

// Returns what is missing for a store at `location`, as the text after "there is no store in it: ";
// nothing if there is a store. Changes nothing; servers may have it open. The error is a sentence
// for the operator: the location cannot be used or read.
[[nodiscard]] std::expected<std::optional<std::string>, std::string> missing(
    const std::string& location);
// The same, but a missing store is an error that names the location and what is missing.
[[nodiscard]] std::expected<void, std::string> must_be_a_store(const std::string& location);

// Checks that a store can be created in the folder `location`. Leaves nothing behind. The error is
// a sentence for the operator.
[[nodiscard]] std::expected<void, std::string> can_be_made(const std::filesystem::path& location);

// Returns the first difference between the schema at `location` and the one that this version
// makes, as a phrase; nothing if they are equal. Servers may have the store open. The error is a
// sentence for the operator.
[[nodiscard]] std::expected<std::optional<std::string>, std::string> schema_difference(
    const std::string& location);

// Sizes of a store and of its disk, in bytes, and what else can be seen from outside. Members
// without a value are not known.
struct Footprint {
  std::optional<std::uint64_t> bytes{};
  std::optional<std::uint64_t> log_bytes{};  // of the write-ahead log of SQLite
  std::optional<std::uint64_t> disk_free_bytes{};
  std::optional<std::uint64_t> disk_bytes{};
  std::int64_t schema = 0;
  std::int64_t newest_schema = 0;  // that this version knows
  std::optional<Instant> newest_change{};
  std::optional<std::int64_t> standby_lag_s{};  // of the standby of PostgreSQL that is furthest
                                                // behind
};

// Measures the store at `location` through a separate connection; servers may have it open.
// Changes nothing. Takes some milliseconds. The error is a sentence for the operator.
[[nodiscard]] std::expected<Footprint, std::string> measure(const std::string& location);

// Progress of a migration.
struct Migrating {
  std::string table;
  std::uint64_t rows = 0;
  std::uint64_t total = 0;
};

// Copies the whole store in `from` to an empty one in `to`, with the same history, numbers and
// hashes. Each is a folder or a PostgreSQL database. No server may use either, and none can open
// them during the copy. After an interruption, a new call continues; until the copy is complete,
// `to` cannot be opened as a store.
[[nodiscard]] std::expected<void, std::string> migrate(
    const std::string& from, const std::string& to, Random& random,
    const std::function<void(const Migrating&)>& watch);

// Adds hashes and seals to a store at `location` that was written before seals existed, at the time
// `now`. No server may use it. The error is a sentence for the operator.
[[nodiscard]] std::expected<void, std::string> adopt(const std::string& location,
                                                     const Trust& trust, Instant now,
                                                     Random& random);

// Opens a store that lives in memory and is lost when the process ends.
[[nodiscard]] std::unique_ptr<Store> open_memory(const Integrity& integrity = {}, int seal_ms = 0);

}  // namespace patchbay::store
