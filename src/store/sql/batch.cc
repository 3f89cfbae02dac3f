// Working through a batch.
#include "store/sql/batch.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

#include "store/sql/transaction.h"

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
  Attempt(Connection& connection, Catalogue& catalogue, Claim claim, Savepoints savepoints,
          std::span<const Queued> jobs)
      : connection_(connection),
        savepoints_(savepoints),
        transaction_(connection, catalogue, claim, savepoints == Savepoints::each, jobs) {}

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
    } catch (const BeyondClaim&) {
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
    if (!connection_.sound() || connection_.lost()) return Kept::lost;
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
Fate fate(Kept kept, Committed end) {
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
  Working(Connection& connection, Catalogue& catalogue, Claim claim, std::span<const Queued> batch,
          Tallies& tallies)
      : connection_(connection),
        catalogue_(catalogue),
        claim_(claim),
        batch_(batch),
        tallies_(tallies) {}

  void all(std::vector<Fate>& fates) {
    while (fates.size() < batch_.size() && connection_.sound()) {
      const Round round = rounds(batch_.subspan(fates.size()));
      for (const Kept kept : round.kept) fates.push_back(fate(kept, round.end));
    }
  }

 private:
  // One transaction, tried again where the database says that it may end otherwise.
  Round rounds(std::span<const Queued> jobs) {
    Savepoints savepoints = Savepoints::none;
    for (int attempt = 0;; ++attempt) {
      const bool last = attempt == kAgainMax;
      try {
        Round round = one(jobs, savepoints);
        const bool lost = !round.kept.empty() && round.kept.back() == Kept::lost;
        if (lost && savepoints == Savepoints::none && connection_.sound()) {
          savepoints = Savepoints::each;
          continue;
        }
        if (lost) tallies_.no_commit(round.kept.size());
        if (round.end != Committed::failed || !connection_.again() || last) return told(round);
        if (claim_ == Claim::values && attempt == kValuesAgainMax) return beyond(jobs);
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
      tallies_.cannot_write(all ? round.kept.size() : failed, std::move(round.refusal));
    } else if (round.end == Committed::yes &&
               std::ranges::find(round.kept, Kept::writes) != round.kept.end()) {
      tallies_.wrote();
    }
    return std::move(round);
  }

  [[nodiscard]] std::string refusal_of_commit() const {
    std::string out = connection_.commit_refusal();
    return out.empty() ? "the commit failed" : out;
  }

  [[nodiscard]] static Round beyond(std::span<const Queued> jobs) {
    return {.kept = std::vector(jobs.size(), Kept::beyond)};
  }

  // Throws Unavailable where it could not be begun, or what the jobs saved not be written.
  Round one(std::span<const Queued> jobs, Savepoints savepoints) {
    Round round;
    Attempt attempt(connection_, catalogue_, claim_, savepoints, jobs);
    for (const Queued& each : jobs) {
      round.kept.push_back(attempt.at(each.job));
      if (round.kept.back() != Kept::lost) continue;
      round.refusal = attempt.refusal();
      connection_.rollback();
      return round;
    }
    attempt.write_rest();
    const Stopwatch watch;
    round.end = connection_.commit();
    tallies_.commit(round.kept.size(), round.end, watch.us());
    round.refusal = round.end == Committed::yes ? attempt.refusal() : refusal_of_commit();
    return round;
  }

  Connection& connection_;
  Catalogue& catalogue_;
  const Claim claim_;
  const std::span<const Queued> batch_;
  Tallies& tallies_;
};

}  // namespace

std::vector<Fate> work_through(Connection& connection, Catalogue& catalogue, Claim claim,
                               std::span<const Queued> batch, Tallies& tallies) {
  std::vector<Fate> fates;
  fates.reserve(batch.size());
  try {
    Working(connection, catalogue, claim, batch, tallies).all(fates);
  } catch (const Unavailable& error) {
    tallies.cannot_write(batch.size() - fates.size(), error.what());
    connection.rollback();
  }
  if (fates.size() < batch.size()) tallies.no_commit(batch.size() - fates.size());
  fates.resize(batch.size(), Committed::failed);
  return fates;
}

}  // namespace patchbay::store::sql
