// A session with a PostgreSQL server: statements sent one after another without waiting, answers
// read in the same order, and nothing waited for without a bound.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <libpq-fe.h>

#include "store/sql/engine/driver.h"

namespace patchbay::store::postgresql {

// What a session is for. Those that write share the database with one another, and with none that
// wants it alone.
enum class Use : std::uint8_t { reading, writing, alone };

struct Bounds {
  int connect_s = 5;        // for each host of the URL
  int answer_ms = 30'000;   // for each statement
  int commit_ms = 10'000;   // for COMMIT, a synchronous standby's word included
  int lock_ms = 10'000;     // for another node that is writing
  int resting_ms = 60'000;  // how long the server lets a transaction be open and idle
  bool by_keys = false;     // whether what is asked finds few rows by their keys
  Use use = Use::reading;
};

// One of the servers of a URL; without a name, whatever the URL says.
struct Host {
  std::string name;
  std::string port;
};

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PgResultPtr = std::unique_ptr<PGresult, ClearResult>;

// One thread at a time. Whatever the server refuses is thrown as the driver promises.
class PgSession {
 public:
  // Throws Unavailable.
  PgSession(const std::string& url, const Host& host, const Bounds& bounds);
  ~PgSession() { PQfinish(handle_); }
  PgSession(const PgSession&) = delete;
  PgSession& operator=(const PgSession&) = delete;

  // Runs statements that are used once, separated by semicolons.
  void script(const std::string& sql);
  void prepare(const std::string& name, const std::string& sql);
  // Sends a prepared statement; it is answered for with the next that is asked.
  void send(const std::string& name, std::span<const sql::Argument> arguments = {});
  PgResultPtr query(const std::string& name, std::span<const sql::Argument> arguments = {});
  // The same for a statement that is used once.
  PgResultPtr query_once(const std::string& sql, std::span<const sql::Argument> arguments = {});

  // Transactions. begin() sends, commit() waits, rollback() sends.
  void begin(const std::string& name);
  [[nodiscard]] Committed commit() noexcept;
  // What was said where commit() last ended otherwise than with yes.
  [[nodiscard]] const std::string& commit_refusal() const { return refusal_; }
  void rollback() noexcept;
  void savepoint();
  void release();
  [[nodiscard]] bool rollback_to_savepoint() noexcept;

  // Whether the session ended, or what it says can no longer be told.
  [[nodiscard]] bool usable() const { return usable_; }
  // Whether the transaction can no longer be committed, whatever is taken back.
  [[nodiscard]] bool lost() const { return lost_; }
  // Whether it may be tried once more: nothing of it is kept, and it may end otherwise.
  [[nodiscard]] bool again() const { return again_; }
  // Statements are answered for one by one: so is found which of them it is that fails.
  [[nodiscard]] bool checks_each() const { return checks_each_; }

 private:
  using Deadline = std::chrono::steady_clock::time_point;
  struct CollectedResults {
    PgResultPtr last;
    PgResultPtr refusal;  // the first
    bool own = false;     // the refusal is that of the last statement
  };

  void prepare_own();
  void queue_statement(const std::string& name, std::span<const sql::Argument> arguments);
  void on_notice(const PGresult* notice);
  void sent(int accepted);
  // The answer of the last statement, or what the first refusal says.
  PgResultPtr drain();
  // The next answer; null between two statements.
  PgResultPtr next(Deadline deadline);
  void flush(Deadline deadline);
  void wait(short events, Deadline deadline);
  void synchronise();
  // Everything that is owed.
  CollectedResults collect(Deadline deadline);
  [[noreturn]] void refuse(const PGresult* refusal, bool own);
  [[noreturn]] void lose(const std::string& why);
  [[nodiscard]] Committed end_of_commit(Deadline deadline);

  PGconn* handle_ = nullptr;
  const Bounds bounds_;
  std::size_t owed_ = 0;   // statements sent and not answered for
  std::size_t syncs_ = 0;  // the same of points of synchronisation
  bool usable_ = true;
  bool open_ = false;   // a transaction
  bool saved_ = false;  // a savepoint
  bool lost_ = false;
  bool again_ = false;
  bool checks_each_ = false;
  bool checks_each_next_ = false;
  bool warned_ = false;
  std::string refusal_;
};

}  // namespace patchbay::store::postgresql
