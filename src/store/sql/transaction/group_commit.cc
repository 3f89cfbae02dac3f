// Working through a batch.
#include "store/sql/transaction/group_commit.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

#include "store/sql/transaction/sql_transaction.h"

namespace patchbay::store::sql {
namespace {

// How often a transaction that met another is tried again.
constexpr int kAgainMax = 6;
// The same of one that claimed values alone: where the same customers are changed all the time, who
// claims everything does not meet anybody.
constexpr int kValuesAgainMax = 2;

enum class Kept : std::uint8_t { writes, nothing, failed, beyond, lost };
// Savepoints cost more than most jobs' own statements, and few jobs are taken back: a batch is
// tried without them, and worked through again with one for each where a job must be.
enum class Savepoints : std::uint8_t { none, each };

// One transaction, from its beginning.
class Attempt {
 public:
  Attempt(Connection& connection, MetadataCache& metadata, LockScope lock_scope,
          Savepoints savepoints, std::span<const QueuedJob> jobs)
      : connection_(connection),
        savepoints_(savepoints),
        transaction_(connection, metadata, lock_scope, savepoints == Savepoints::each, jobs) {}

  void write_rest() { transaction_.write_rest(); }
  // What the database said when it last did not do what a job asked of it; empty where it did.
  [[nodiscard]] const std::string& refusal() const { return refusal_; }

  Kept at(const Job& job) {
    transaction_.next_job();
    try {
      const bool wanted = job(transaction_);
      if (transaction_.spoiled()) {
        refusal_ = transaction_.refusal();
        return take_back(Kept::failed);
      }
      if (!wanted) return take_back(Kept::nothing);
      if (connection_.lost()) return Kept::lost;
      if (!transaction_.wrote()) return Kept::nothing;
      if (savepoints_ == Savepoints::each) connection_.release();
      return Kept::writes;
    } catch (const BeyondLockScope&) {
      return take_back(Kept::beyond);
    } catch (const Unavailable& error) {
      refusal_ = error.what();
      return take_back(Kept::failed);
    } catch (...) {
      return take_back(Kept::failed);
    }
  }

 private:
  Kept take_back(Kept otherwise) {
    if (!connection_.usable() || connection_.lost()) return Kept::lost;
    if (!transaction_.wrote()) return otherwise;
    if (savepoints_ == Savepoints::none || !connection_.rollback_to_savepoint()) return Kept::lost;
    return otherwise;
  }

  Connection& connection_;
  const Savepoints savepoints_;
  SqlTransaction transaction_;
  std::string refusal_;
};

// What a job is told once its transaction ended as `end`. Even one that wrote nothing may have read
// what its neighbours wrote, and its answer stands on that.
JobResult job_result(Kept kept, Committed end) {
  if (kept == Kept::beyond) return std::nullopt;
  if (kept == Kept::failed || kept == Kept::lost) return Committed::failed;
  if (kept == Kept::writes) return end;
  return end == Committed::yes ? Committed::nothing : Committed::failed;
}

// Before what was lost is tried again, so that those who met do not meet at once again.
void pause(int attempt) {
  thread_local std::minstd_rand random(std::random_device{}());
  std::uniform_int_distribution<int> us(0, 1000 << attempt);
  std::this_thread::sleep_for(std::chrono::microseconds(us(random)));
}

// Jobs of one transaction, and how it ended.
struct Round {
  std::vector<Kept> kept;
  Committed end = Committed::failed;
  std::string refusal{};  // what the database said where it did not do its part
};

// A batch on its way through a connection.
class Working {
 public:
  Working(Connection& connection, MetadataCache& metadata, LockScope lock_scope,
          std::span<const QueuedJob> batch, StoreCounters& counters)
      : connection_(connection),
        metadata_(metadata),
        lock_scope_(lock_scope),
        batch_(batch),
        counters_(counters) {}

  void all(std::vector<JobResult>& job_results) {
    while (job_results.size() < batch_.size() && connection_.usable()) {
      const Round round = rounds(batch_.subspan(job_results.size()));
      for (const Kept kept : round.kept) job_results.push_back(job_result(kept, round.end));
    }
  }

 private:
  // One transaction, tried again where the database says that it may end otherwise.
  Round rounds(std::span<const QueuedJob> jobs) {
    Savepoints savepoints = Savepoints::none;
    for (int attempt = 0;; ++attempt) {
      const bool last = attempt == kAgainMax;
      try {
        Round round = one(jobs, savepoints);
        const bool lost = !round.kept.empty() && round.kept.back() == Kept::lost;
        if (lost && savepoints == Savepoints::none && connection_.usable()) {
          savepoints = Savepoints::each;
          continue;
        }
        if (lost) counters_.no_commit(round.kept.size());
        if (round.end != Committed::failed || !connection_.again() || last) return told(round);
        if (lock_scope_ == LockScope::values && attempt == kValuesAgainMax) return beyond(jobs);
      } catch (const Unavailable&) {
        if (!connection_.again() || last) throw;
        connection_.rollback();
      }
      pause(attempt);
    }
  }

  // A round that is not tried again, after the tallies heard what could not be written.
  Round told(Round& round) {
    if (!round.refusal.empty()) {
      const bool all = round.end != Committed::yes;
      const auto failed = static_cast<std::size_t>(std::ranges::count(round.kept, Kept::failed));
      counters_.cannot_write(all ? round.kept.size() : failed, std::move(round.refusal));
    } else if (round.end == Committed::yes &&
               std::ranges::find(round.kept, Kept::writes) != round.kept.end()) {
      counters_.wrote();
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

  // Throws Unavailable where it could not be begun, or what the jobs saved not be written.
  Round one(std::span<const QueuedJob> jobs, Savepoints savepoints) {
    Round round;
    Attempt attempt(connection_, metadata_, lock_scope_, savepoints, jobs);
    for (const QueuedJob& each : jobs) {
      round.kept.push_back(attempt.at(each.job));
      if (round.kept.back() != Kept::lost) continue;
      round.refusal = attempt.refusal();
      connection_.rollback();
      return round;
    }
    attempt.write_rest();
    const Stopwatch watch;
    round.end = connection_.commit();
    counters_.commit(round.kept.size(), round.end, watch.us());
    round.refusal = round.end == Committed::yes ? attempt.refusal() : refusal_of_commit();
    return round;
  }

  Connection& connection_;
  MetadataCache& metadata_;
  const LockScope lock_scope_;
  const std::span<const QueuedJob> batch_;
  StoreCounters& counters_;
};

}  // namespace

std::vector<JobResult> work_through(Connection& connection, MetadataCache& metadata,
                                    LockScope lock_scope, std::span<const QueuedJob> batch,
                                    StoreCounters& counters) {
  std::vector<JobResult> job_results;
  job_results.reserve(batch.size());
  try {
    Working(connection, metadata, lock_scope, batch, counters).all(job_results);
  } catch (const Unavailable& error) {
    counters.cannot_write(batch.size() - job_results.size(), error.what());
    connection.rollback();
  }
  if (job_results.size() < batch.size()) counters.no_commit(batch.size() - job_results.size());
  job_results.resize(batch.size(), Committed::failed);
  return job_results;
}

}  // namespace patchbay::store::sql
