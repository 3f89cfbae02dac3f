// A session with a PostgreSQL server. Statements are sent in a pipeline, results are read in the
// same order, and every wait has a timeout.
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

// What a session does. Sessions that write share the database with each other, but not with a
// session that needs it alone.
enum class Use : std::uint8_t { reading, writing, alone };

struct Bounds {
  int connect_s = 5;        // timeout for each host of the URL
  int answer_ms = 30'000;   // timeout of each statement
  int commit_ms = 0;        // timeout of COMMIT, including the wait for a synchronous standby; for
                            // sessions that write
  int lock_ms = 10'000;     // timeout of the wait for another node that writes
  int resting_ms = 60'000;  // time after which the server ends an idle transaction
  bool by_keys = false;     // statements find few rows by their keys
  Use use = Use::reading;
};

// One host of a URL. An empty name leaves the choice to the URL.
struct Host {
  std::string name;
  std::string port;
};

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PgResultPtr = std::unique_ptr<PGresult, ClearResult>;

// Used by one thread at a time. Errors of the server are thrown as driver.h specifies.
class PgSession {
 public:
  // Throws Unavailable.
  PgSession(const std::string& url, const Host& host, const Bounds& bounds);
  ~PgSession() { PQfinish(handle_); }
  PgSession(const PgSession&) = delete;
  PgSession& operator=(const PgSession&) = delete;

  // Runs statements that are not prepared, separated by semicolons.
  void script(const std::string& sql);
  // Runs COPY … FROM STDIN with this data, which waits for it.
  void copy_in(const std::string& sql, std::string_view data);
  void prepare(const std::string& name, const std::string& sql);
  // Sends a prepared statement without waiting. Its result is read with the next query.
  void send(const std::string& name, std::span<const sql::Argument> arguments = {});
  PgResultPtr query(const std::string& name, std::span<const sql::Argument> arguments = {});
  // Runs a statement that is not prepared.
  PgResultPtr query_once(const std::string& sql, std::span<const sql::Argument> arguments = {});

  // begin() and rollback() send without waiting; commit() waits.
  void begin(const std::string& name);
  [[nodiscard]] Committed commit() noexcept;
  // Returns the server's message if the last commit() did not return yes.
  [[nodiscard]] const std::string& commit_refusal() const { return refusal_; }
  void rollback() noexcept;
  void savepoint();
  void release();
  [[nodiscard]] bool rollback_to_savepoint() noexcept;

  // False after the session ended or its state is not known.
  [[nodiscard]] bool usable() const { return usable_; }
  // Whether the transaction cannot be committed any more, even after a rollback to a savepoint.
  [[nodiscard]] bool cannot_commit() const { return lost_; }
  // Whether a retry of the failed transaction may succeed: nothing of it was saved.
  [[nodiscard]] bool may_retry() const { return again_; }
  // Whether each statement is answered before the next is sent, to find the one that fails.
  [[nodiscard]] bool checks_each() const { return checks_each_; }

 private:
  using Deadline = std::chrono::steady_clock::time_point;
  struct CollectedResults {
    PgResultPtr last;
    PgResultPtr refusal;  // the first error
    bool own = false;     // the error belongs to the last statement
  };

  void prepare_own();
  void queue_statement(const std::string& name, std::span<const sql::Argument> arguments);
  void on_notice(const PGresult* notice);
  void sent(int accepted);
  // Reads all results. Returns the last one, or throws the first error.
  PgResultPtr drain();
  // Returns the next result; null between two statements.
  PgResultPtr next(Deadline deadline);
  void flush(Deadline deadline);
  void leave_pipeline(const std::string& sql, Deadline deadline);
  void enter_pipeline();
  void wait(short events, Deadline deadline);
  void synchronise();
  // Reads the results of all statements sent.
  CollectedResults collect(Deadline deadline);
  [[noreturn]] void refuse(const PGresult* refusal, bool own);
  [[noreturn]] void lose(const std::string& why);
  [[nodiscard]] Committed end_of_commit(Deadline deadline);

  PGconn* handle_ = nullptr;
  const Bounds bounds_;
  std::size_t owed_ = 0;   // statements sent whose results were not read
  std::size_t syncs_ = 0;  // sync messages sent whose results were not read
  bool usable_ = true;
  bool open_ = false;   // a transaction is open
  bool saved_ = false;  // a savepoint exists
  bool lost_ = false;
  bool again_ = false;
  bool checks_each_ = false;
  bool checks_each_next_ = false;
  bool warned_ = false;
  std::string refusal_;
};

}  // namespace patchbay::store::postgresql
