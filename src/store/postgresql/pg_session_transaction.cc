// Transactions: statements are sent without waiting, and results are read at the end.
#include "store/postgresql/pg_error.h"
#include "store/postgresql/pg_session.h"

namespace patchbay::store::postgresql {

void PgSession::begin(const std::string& name) {
  lost_ = again_ = saved_ = false;
  checks_each_ = checks_each_next_;
  checks_each_next_ = false;
  open_ = true;
  send(name);
}

Committed PgSession::commit() noexcept {
  Committed end = Committed::unknown;
  try {
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::milliseconds(bounds_.commit_ms);
    warned_ = false;
    queue_statement("commit", {});  // the only wait of the transaction
    synchronise();
    end = end_of_commit(deadline);
  } catch (const std::exception& error) {
    refusal_ = error.what();
    usable_ = false;
  }
  if (end == Committed::unknown) usable_ = false;
  if (PQtransactionStatus(handle_) != PQTRANS_IDLE) rollback();
  open_ = saved_ = checks_each_ = false;
  return end;
}

// An error before COMMIT rolls the whole transaction back.
Committed PgSession::end_of_commit(Deadline deadline) {
  const CollectedResults answered = collect(deadline);
  refusal_ = "the database did not say that the change is committed";
  if (!answered.refusal) {
    if (!answered.last || warned_) return Committed::unknown;
    return is_commit(answered.last.get()) ? Committed::yes : Committed::failed;
  }
  const PgError error = to_pg_error(answered.refusal.get());
  refusal_ = error.text;
  again_ = error.is_conflict || (!answered.own && !error.took_too_long);
  checks_each_next_ = !answered.own && !error.took_too_long && !error.is_conflict;
  if (!answered.own || error.is_conflict || error.breaks_a_rule) return Committed::failed;
  return Committed::unknown;
}

void PgSession::rollback() noexcept {
  if (!open_) return;
  open_ = saved_ = false;
  if (!usable_) return;
  try {
    queue_statement("rollback", {});
    synchronise();
    flush(std::chrono::steady_clock::now() + std::chrono::milliseconds(bounds_.answer_ms));
  } catch (...) {
    usable_ = false;
  }
}

void PgSession::savepoint() {
  send("savepoint");
  saved_ = true;
}

void PgSession::release() {
  saved_ = false;
  send("release");
}

bool PgSession::rollback_to_savepoint() noexcept {
  if (lost_ || !usable_) return false;
  try {
    saved_ = false;
    send("rollback to");
    (void)query("release");
    return true;
  } catch (...) {
    return false;
  }
}

}  // namespace patchbay::store::postgresql
