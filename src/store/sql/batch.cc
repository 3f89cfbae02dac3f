// Working through a batch.
#include "store/sql/batch.h"

#include <chrono>
#include <random>
#include <thread>

#include "store/sql/transaction.h"

namespace patchbay::store::sql {
namespace {

// How often a transaction that met another is tried again.
constexpr int kAgainMax = 6;

enum class Kept : std::uint8_t { writes, nothing, failed, lost };
// Savepoints cost more than most jobs' own statements, and few jobs are taken back: a batch is
// tried without them, and worked through again with one for each where a job must be.
enum class Savepoints : std::uint8_t { none, each };

// One transaction, from its beginning.
class Attempt {
 public:
  Attempt(Connection& connection, Catalogue& catalogue, Savepoints savepoints)
      : connection_(connection),
        savepoints_(savepoints),
        transaction_(connection, catalogue, connection.begin_writing(),
                     savepoints == Savepoints::each) {}

  void read_ahead(std::span<const Queued> jobs) { transaction_.read_ahead(jobs); }

  Kept at(const Job& job) {
    transaction_.next_job();
    try {
      const bool wanted = job(transaction_);
      if (transaction_.spoiled()) return take_back(Kept::failed);
      if (!wanted) return take_back(Kept::nothing);
      if (connection_.lost()) return Kept::lost;
      if (!transaction_.wrote()) return Kept::nothing;
      if (savepoints_ == Savepoints::each) connection_.release();
      return Kept::writes;
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
};

// What a job is told once its transaction ended as `end`. Even one that wrote nothing may have read
// what its neighbours wrote, and its answer stands on that.
Committed fate(Kept kept, Committed end) {
  if (kept == Kept::failed || kept == Kept::lost) return Committed::failed;
  if (kept == Kept::writes) return end;
  return end == Committed::yes ? Committed::nothing : Committed::failed;
}

// Jobs of one transaction, and how it ended.
struct Round {
  std::vector<Kept> kept;
  Committed end = Committed::failed;
};

Round go_round(Connection& connection, Catalogue& catalogue, const std::vector<Queued>& batch,
               std::size_t first, Savepoints savepoints, Tallies& tallies) {
  Round round;
  Attempt attempt(connection, catalogue, savepoints);
  attempt.read_ahead(std::span(batch).subspan(first));
  for (std::size_t i = first; i < batch.size(); ++i) {
    round.kept.push_back(attempt.at(batch[i].job));
    if (round.kept.back() != Kept::lost) continue;
    connection.rollback();
    return round;
  }
  const Stopwatch watch;
  round.end = connection.commit();
  tallies.commit(round.kept.size(), round.end, watch.us());
  return round;
}

// Before what was lost is tried again, so that those who met do not meet at once again.
void pause(int attempt) {
  thread_local std::minstd_rand random(std::random_device{}());
  std::uniform_int_distribution<int> us(0, 1000 << attempt);
  std::this_thread::sleep_for(std::chrono::microseconds(us(random)));
}

// The same, tried again where the database says that it may end otherwise.
Round go_rounds(Connection& connection, Catalogue& catalogue, const std::vector<Queued>& batch,
                std::size_t first, Tallies& tallies) {
  Savepoints savepoints = Savepoints::none;
  for (int attempt = 0;; ++attempt) {
    Round round = go_round(connection, catalogue, batch, first, savepoints, tallies);
    const bool lost = !round.kept.empty() && round.kept.back() == Kept::lost;
    if (lost && savepoints == Savepoints::none && connection.sound()) {
      savepoints = Savepoints::each;
      continue;
    }
    if (lost) tallies.no_commit(round.kept.size());
    if (round.end != Committed::failed || !connection.again() || attempt == kAgainMax) return round;
    pause(attempt);
  }
}

}  // namespace

std::vector<Committed> work_through(Connection& connection, Catalogue& catalogue,
                                    const std::vector<Queued>& batch, Tallies& tallies) {
  std::vector<Committed> fates;
  fates.reserve(batch.size());
  try {
    while (fates.size() < batch.size() && connection.sound()) {
      const Round round = go_rounds(connection, catalogue, batch, fates.size(), tallies);
      for (const Kept kept : round.kept) fates.push_back(fate(kept, round.end));
    }
  } catch (const Unavailable&) {
    connection.rollback();
  }
  if (fates.size() < batch.size()) tallies.no_commit(batch.size() - fates.size());
  fates.resize(batch.size(), Committed::failed);
  return fates;
}

}  // namespace patchbay::store::sql
