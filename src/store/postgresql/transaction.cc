// Transactions: sent as they go, and waited for at their end.
#include "store/postgresql/link.h"
#include "store/postgresql/trouble.h"

namespace patchbay::store::postgresql {

void Link::begin(const std::string& name) {
  lost_ = again_ = saved_ = false;
  careful_ = careful_next_;
  careful_next_ = false;
  open_ = true;
  send(name);
}

Committed Link::commit() noexcept {
  Committed end = Committed::unknown;
  try {
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::milliseconds(bounds_.commit_ms);
    warned_ = false;
    put("commit", {});  // and nothing is waited for but here
    synchronise();
    end = end_of_commit(deadline);
  } catch (const std::exception& error) {
    refusal_ = error.what();
    sound_ = false;
  }
  if (end == Committed::unknown) sound_ = false;
  if (PQtransactionStatus(handle_) != PQTRANS_IDLE) rollback();
  open_ = saved_ = careful_ = false;
  return end;
}

// What is refused before COMMIT takes all with it.
Committed Link::end_of_commit(Deadline deadline) {
  const Answered answered = collect(deadline);
  refusal_ = "the database did not say that the change is committed";
  if (!answered.refusal) {
    if (!answered.last || warned_) return Committed::unknown;
    return is_commit(answered.last.get()) ? Committed::yes : Committed::failed;
  }
  const Trouble trouble = trouble_of(answered.refusal.get());
  refusal_ = trouble.text;
  again_ = trouble.is_conflict || (!answered.own && !trouble.took_too_long);
  careful_next_ = !answered.own && !trouble.took_too_long && !trouble.is_conflict;
  if (!answered.own || trouble.is_conflict || trouble.breaks_a_rule) return Committed::failed;
  return Committed::unknown;
}

void Link::rollback() noexcept {
  if (!open_) return;
  open_ = saved_ = false;
  if (!sound_) return;
  try {
    put("rollback", {});
    synchronise();
    push(std::chrono::steady_clock::now() + std::chrono::milliseconds(bounds_.answer_ms));
  } catch (...) {
    sound_ = false;
  }
}

void Link::savepoint() {
  send("savepoint");
  saved_ = true;
}

void Link::release() {
  saved_ = false;
  send("release");
}

bool Link::rollback_to_savepoint() noexcept {
  if (lost_ || !sound_) return false;
  try {
    saved_ = false;
    send("rollback to");
    (void)ask("release");
    return true;
  } catch (...) {
    return false;
  }
}

}  // namespace patchbay::store::postgresql
