// Executes a batch of jobs in transactions.
#include "store/sql/transaction/group_commit.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "store/sql/transaction/sql_transaction.h"

namespace patchbay::store::sql {
namespace {

// Maximum retries of a transaction that conflicted with another one.
constexpr int kRetriesMax = 6;
// The same for a transaction that locks values only. After that it locks everything: if the same
// customers change all the time, only that avoids conflicts.
constexpr int kValuesRetriesMax = 2;

enum class Kept : std::uint8_t { writes, nothing, failed, beyond, lost };
// A savepoint costs more than the statements of most jobs, and few jobs are rolled back. A batch is
// first run without savepoints. If a job has to be rolled back, the batch is repeated with a
// savepoint for each job.
enum class Savepoints : std::uint8_t { none, each };

// One transaction.
class Attempt {
 public:
  Attempt(Connection& connection, const TransactionContext& context, LockScope lock_scope,
          Savepoints savepoints, std::span<const QueuedJob> jobs)
      : connection_(connection),
        savepoints_(savepoints),
        transaction_(connection, context.metadata, context.random, lock_scope,
                     savepoints == Savepoints::each, jobs) {}

  void write_rest() { transaction_.write_rest(); }
  // The database's message for the last refused statement of a job; empty if there was none.
  [[nodiscard]] const std::string& refusal() const { return refusal_; }

  Kept run(const Job& job) {
    transaction_.next_job();
    try {
      const bool wanted = job(transaction_);
      if (transaction_.spoiled()) {
        refusal_ = transaction_.refusal();
        return roll_back(Kept::failed);
      }
      if (!wanted) return roll_back(Kept::nothing);
      if (connection_.cannot_commit()) return Kept::lost;
      if (!transaction_.wrote()) return Kept::nothing;
      if (savepoints_ == Savepoints::each) connection_.release();
      return Kept::writes;
    } catch (const BeyondLockScope&) {
      return roll_back(Kept::beyond);
    } catch (const Unavailable& error) {
      refusal_ = error.what();
      return roll_back(Kept::failed);
    } catch (...) {
      return roll_back(Kept::failed);
    }
  }

 private:
  Kept roll_back(Kept otherwise) {
    if (!connection_.usable() || connection_.cannot_commit()) return Kept::lost;
    if (!transaction_.wrote()) return otherwise;
    if (savepoints_ == Savepoints::none || !connection_.rollback_to_savepoint()) return Kept::lost;
    transaction_.rolled_back();
    return otherwise;
  }

  Connection& connection_;
  const Savepoints savepoints_;
  SqlTransaction transaction_;
  std::string refusal_;
};

// Returns the result of a job after its transaction ended with `end`. A job that wrote nothing may
// have read its neighbours' writes, so it fails if the commit fails.
JobResult job_result(Kept kept, Committed end) {
  if (kept == Kept::beyond) return std::nullopt;
  if (kept == Kept::failed || kept == Kept::lost) return Committed::failed;
  if (kept == Kept::writes) return end;
  return end == Committed::yes ? Committed::nothing : Committed::failed;
}

// Waits for a random time before a retry, so that the same transactions do not conflict again at
// once.
void pause(int attempt, Random& random) {
  const std::int64_t us_max = 1000 << attempt;
  std::this_thread::sleep_for(std::chrono::microseconds(random_number(random) % (us_max + 1)));
}

// The jobs of one transaction and its result.
struct Round {
  std::vector<Kept> kept;
  Committed end = Committed::failed;
  std::string refusal{};  // the database's message if it refused a statement or the commit
};

// Executes a batch on a connection.
class BatchRun {
 public:
  BatchRun(Connection& connection, const TransactionContext& context, LockScope lock_scope,
           std::span<const QueuedJob> batch)
      : connection_(connection), context_(context), lock_scope_(lock_scope), batch_(batch) {}

  void run(std::vector<JobResult>& job_results) {
    while (job_results.size() < batch_.size() && connection_.usable()) {
      const Round round = run_round(batch_.subspan(job_results.size()));
      for (const Kept kept : round.kept) job_results.push_back(job_result(kept, round.end));
    }
  }

 private:
  // Executes jobs in one transaction and retries it if that may help.
  Round run_round(std::span<const QueuedJob> jobs) {
    Savepoints savepoints = Savepoints::none;
    for (int attempt = 0;; ++attempt) {
      const bool last = attempt == kRetriesMax;
      try {
        Round round = attempt_once(jobs, savepoints);
        const bool lost = !round.kept.empty() && round.kept.back() == Kept::lost;
        if (lost && savepoints == Savepoints::none && connection_.usable()) {
          savepoints = Savepoints::each;
          continue;
        }
        if (lost) context_.counters.no_commit(round.kept.size());
        if (round.end != Committed::failed || !connection_.may_retry() || last)
          return reported(round);
        if (lock_scope_ == LockScope::values && attempt == kValuesRetriesMax) return beyond(jobs);
      } catch (const Unavailable&) {
        if (!connection_.may_retry() || last) throw;
        connection_.rollback();
      }
      pause(attempt, context_.random);
    }
  }

  // Reports to the counters what could not be written, and returns the round.
  Round reported(Round& round) {
    if (!round.refusal.empty()) {
      const bool all = round.end != Committed::yes;
      const auto failed = static_cast<std::size_t>(std::ranges::count(round.kept, Kept::failed));
      context_.counters.cannot_write(all ? round.kept.size() : failed, std::move(round.refusal));
    } else if (round.end == Committed::yes &&
               std::ranges::find(round.kept, Kept::writes) != round.kept.end()) {
      context_.counters.wrote();
    }
    return std::move(round);
  }

  [[nodiscard]] std::string refusal_of_commit() const {
    std::string out = connection_.commit_refusal();
    return out.empty() ? "the commit failed" : out;
  }

  [[nodiscard]] static Round beyond(std::span<const QueuedJob> jobs) {
    return {.kept = std::vector(jobs.size(), Kept::beyond)};
  }

  // Throws Unavailable if the transaction cannot be started, or if the saved changes cannot be
  // written.
  Round attempt_once(std::span<const QueuedJob> jobs, Savepoints savepoints) {
    Round round;
    Attempt attempt(connection_, context_, lock_scope_, savepoints, jobs);
    for (const QueuedJob& each : jobs) {
      round.kept.push_back(attempt.run(each.job));
      if (round.kept.back() != Kept::lost) continue;
      round.refusal = attempt.refusal();
      connection_.rollback();
      return round;
    }
    attempt.write_rest();
    if (context_.committing) context_.committing();
    const Stopwatch watch;
    round.end = connection_.commit();
    context_.counters.commit(round.kept.size(), round.end, watch.us());
    round.refusal = round.end == Committed::yes ? attempt.refusal() : refusal_of_commit();
    return round;
  }

  Connection& connection_;
  const TransactionContext& context_;
  const LockScope lock_scope_;
  const std::span<const QueuedJob> batch_;
};

}  // namespace

std::vector<JobResult> work_through(Connection& connection, const TransactionContext& context,
                                    LockScope lock_scope, std::span<const QueuedJob> batch) {
  std::vector<JobResult> job_results;
  job_results.reserve(batch.size());
  try {
    BatchRun(connection, context, lock_scope, batch).run(job_results);
  } catch (const std::exception& error) {
    // Also what a damaged index of terms throws when the changes of all jobs are written to it.
    context.counters.cannot_write(batch.size() - job_results.size(), error.what());
    connection.rollback();
  }
  if (job_results.size() < batch.size())
    context.counters.no_commit(batch.size() - job_results.size());
  job_results.resize(batch.size(), Committed::failed);
  return job_results;
}

}  // namespace patchbay::store::sql
