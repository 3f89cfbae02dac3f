// Opens connections and begins transactions.
#include "store/postgresql/connection.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <thread>

#include "store/postgresql/copy_text.h"
#include "store/postgresql/objects.h"
#include "store/sql/engine/metadata_cache.h"
#include "store/sql/engine/rows.h"

namespace patchbay::store::postgresql {
namespace {

constexpr sql::Dialect kDialect{.key = "BIGINT PRIMARY KEY",
                                .text = "TEXT COLLATE \"C\"",
                                .bytes = "BYTEA",
                                .clustered = "",
                                .roomy = "WITH (fillfactor = 70)"};

constexpr std::int64_t kOldestServer = 150000;

// Advisory lock of all who use the tables of one schema: "patchbay" in ASCII, and the schema.
constexpr std::int64_t kInUse = 0x7061746368626179;
constexpr std::string_view kTakeAlone =
    "SELECT CAST(pg_try_advisory_lock(CAST($1 AS BIGINT) # hashtext(COALESCE(current_schema(), "
    "''))) AS TEXT)";
constexpr std::string_view kTakeTogether =
    "SELECT CAST(pg_try_advisory_lock_shared(CAST($1 AS BIGINT) # "
    "hashtext(COALESCE(current_schema(), ''))) "
    "AS TEXT)";
constexpr int kTriesToTakePart = 20;
constexpr std::chrono::milliseconds kBetweenTries{100};

// Settings without which the server could lose an acknowledged commit in a power failure. A server
// that speaks the protocol but lacks a setting is not asked.
constexpr struct {
  const char* name;
  const char* must;
  const char* why;
} kMust[] = {
    {"fsync", "on", "what it acknowledges would not be on disk"},
    {"full_page_writes", "on", "a power cut could tear its pages"},
    {"server_encoding", "UTF8", "names would not all fit"},
};

// Returns the result of `read`. The catalog's functions see objects dropped a moment ago although
// the query's snapshot does not, and then fail; so the read is repeated.
template <class Read>
auto settled(Read&& read) {
  constexpr int kTries = 20;
  for (int attempt = 1;; ++attempt) {
    try {
      return read();
    } catch (const Unavailable& why) {
      if (attempt == kTries || !std::string_view(why.what()).contains("cache lookup failed")) throw;
    }
  }
}

void check(PostgresqlConnection& connection) {
  for (const auto& [name, must, why] : kMust) {
    const std::string is = connection.setting(name);
    if (!is.empty() && is != must)
      throw Unavailable(std::string("its setting ") + name + " is " + is + " and must be " + must +
                        ": " + why);
  }
  const std::string version = connection.setting("server_version_num");
  if (!version.empty() && std::atoll(version.c_str()) < kOldestServer)
    throw Unavailable("it is older than PostgreSQL 15");
}

// Returns the timeline, which is the first part of the names of the log files.
std::int64_t timeline_of(sql::Connection& connection) {
  try {
    sql::Rows rows =
        sql::select(connection, "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)");
    return rows.next() ? std::stoll(rows.text(0), nullptr, 16) : 0;
  } catch (const std::exception&) {
    if (!connection.usable()) throw;
    return 0;
  }
}

}  // namespace

PostgresqlConnection::PostgresqlConnection(const std::string& url, const Host& host,
                                           const Bounds& bounds)
    : session_(url, host, bounds) {
  check(*this);
  settle(bounds);
  take_part(bounds.use);
  timeline_ = timeline_of(*this);
}

void PostgresqlConnection::settle(const Bounds& bounds) {
  const auto set = [](const char* name, int value) {
    return std::string("SET ") + name + " = " + std::to_string(value) + ";";
  };
  std::string sql = "SET client_min_messages = warning;" + set("lock_timeout", bounds.lock_ms) +
                    set("statement_timeout", bounds.answer_ms) +
                    set("idle_in_transaction_session_timeout", bounds.resting_ms);
  // If a node vanishes while it sends, the server waits for the rest and does not count the
  // transaction as idle. TCP keepalive ends such a session after three times this.
  const int unheard_s = std::max(1, bounds.resting_ms / 3000);
  if (!setting("tcp_keepalives_idle").empty())
    sql += set("tcp_keepalives_idle", unheard_s) + set("tcp_keepalives_interval", unheard_s) +
           set("tcp_keepalives_count", 2);
  // Writers look rows up by keys. Plans are kept, and a plan made while a table is small would read
  // the whole table after it has grown.
  for (const char* reads_all : {"enable_seqscan", "enable_hashjoin", "enable_mergejoin"})
    if (bounds.by_keys && !setting(reads_all).empty())
      sql += std::string("SET ") + reads_all + " = off;";
  // remote_apply is stronger and stays; any weaker value is raised to `on`.
  if (setting("synchronous_commit") != "remote_apply") sql += "SET synchronous_commit = on;";
  session_.script(sql);
}

// The lock belongs to the session and ends with it. A server that has just ended may still hold it
// for a moment.
void PostgresqlConnection::take_part(Use use) {
  if (use == Use::reading) return;
  const bool alone = use == Use::alone;
  for (int attempt = 0; attempt < kTriesToTakePart; ++attempt) {
    if (attempt > 0) std::this_thread::sleep_for(kBetweenTries);
    sql::Rows rows = sql::select(*this, alone ? kTakeAlone : kTakeTogether, kInUse);
    if (!rows.next() || rows.view(0) == "true") return;
  }
  throw Unavailable(alone ? "a server or a tool of Patchbay uses it: stop all of them first"
                          : "a migration to or from it is under way: wait until it has ended");
}

std::string PostgresqlConnection::setting(std::string_view name) {
  sql::Rows rows =
      sql::select(*this, "SELECT COALESCE(current_setting(CAST($1 AS TEXT), true), '')", name);
  return rows.next() ? rows.text(0) : std::string();
}

const sql::Dialect& PostgresqlConnection::dialect() const { return kDialect; }

PostgresqlStatement& PostgresqlConnection::prepared(std::string_view sql) {
  const auto found = kept_.find(sql);
  if (found != kept_.end()) return *found->second;
  auto made =
      std::make_unique<PostgresqlStatement>(session_, "s" + std::to_string(kept_.size()), sql);
  return *kept_.emplace(sql, std::move(made)).first->second;
}

bool PostgresqlConnection::copy_in(std::string_view table, std::string_view columns,
                                   std::size_t width, std::span<const sql::Argument> cells) {
  const std::string sql =
      "COPY " + std::string(table) + " (" + std::string(columns) + ") FROM STDIN";
  session_.copy_in(sql, copy_text(width, cells));
  return true;
}

bool PostgresqlConnection::has_table(std::string_view name) {
  return sql::select(*this, "SELECT 1 WHERE to_regclass($1) IS NOT NULL", name).next();
}

std::vector<sql::Object> PostgresqlConnection::objects() {
  return settled([this] { return read_objects(); });
}

std::vector<sql::Object> PostgresqlConnection::read_objects() {
  std::vector<sql::Object> out;
  sql::Rows rows = sql::select(*this, kObjects);
  while (rows.next()) out.push_back({rows.text(0), rows.text(1)});
  return out;
}

// Servers of one version describe the same script in the same way, so the result is cached by
// version.
std::vector<sql::Object> PostgresqlConnection::objects_made_by(const std::string& script) {
  static std::mutex mutex;
  static std::map<std::pair<std::string, std::string>, std::vector<sql::Object>> known;
  const std::pair key(setting("server_version_num"), script);
  {
    const std::lock_guard lock(mutex);
    if (const auto found = known.find(key); found != known.end()) return found->second;
  }
  auto made = settled([&] {
    script_in_scratch(script);
    try {
      std::vector<sql::Object> out = read_objects();
      session_.script("ROLLBACK");
      return out;
    } catch (...) {
      if (session_.usable()) session_.script("ROLLBACK");
      throw;
    }
  });
  const std::lock_guard lock(mutex);
  return known[key] = std::move(made);
}

void PostgresqlConnection::script_in_scratch(const std::string& script) {
  try {
    session_.script("BEGIN; SET LOCAL search_path = pg_temp; " + script);
  } catch (const std::exception& refusal) {
    if (session_.usable()) session_.script("ROLLBACK");
    throw Unavailable(std::string("the tables cannot be made in a session, to compare what is "
                                  "there with them: ") +
                      refusal.what());
  }
}

std::int64_t PostgresqlConnection::begin_reading() {
  session_.begin("read");
  // The first read fixes the snapshot.
  return sql::epoch_of(*this);
}

// Lock statements are sent without waiting. The next statement is answered after the locks are
// granted.
void PostgresqlConnection::begin_writing(sql::LockScope lock_scope) {
  session_.begin("write");
  if (lock_scope == sql::LockScope::everything) {
    prepared(
        "SELECT value FROM meta WHERE name > 'slot/' AND name < 'slot0' ORDER BY name FOR UPDATE")
        .send({});
  } else {
    const sql::Argument slot = std::string_view(slot_);
    prepared("SELECT value FROM meta WHERE name = $1 FOR UPDATE").send({&slot, 1});
  }
}

void PostgresqlConnection::begin_numbering() {
  prepared("SELECT value FROM meta WHERE name = 'numbering' FOR UPDATE").send({});
}

}  // namespace patchbay::store::postgresql
