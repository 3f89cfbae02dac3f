// Reads the entries without a seal and queues the next seal as a job.
#include "store/audit_sealer.h"

#include "base/digest.h"
#include "store/awaited.h"

namespace patchbay::store {
namespace {

// The subject of the job. No customer has this id, so the seal may be committed in a transaction
// that holds changes of customers.
constexpr CustomerId kNobody{};

}  // namespace

AuditSeal newest_seal(ReadTransaction& reader, std::string_view key) {
  constexpr const char* kBroken = "the newest seal of history does not hold: run `patchbay verify`";
  const auto head = reader.head();
  if (!head) throw Unavailable(kBroken);
  const auto found = reader.seals(head->seal, 1);
  if (found.empty() || found.front().number != head->seal ||
      !same_bytes(head_hash(found.front(), key), head->hash))
    throw Unavailable(kBroken);
  return found.front();
}

std::optional<AuditSeal> next_seal(ReadTransaction& reader, std::string_view key) {
  const AuditSeal before = newest_seal(reader, key);
  AuditSealBuilder builder(before);
  for (const NumberedHash& each : reader.entry_hashes(before.entry, kSealedMax))
    builder.add_entry(each);
  for (const NumberedHash& each : reader.admin_entry_hashes(before.admin_entry, kSealedMax))
    builder.add_admin_entry(each);
  return builder.is_empty() ? std::nullopt : std::optional(builder.finish(key));
}

bool seal_unsealed(Store& store, std::string_view key, Threads& threads) {
  try {
    for (;;) {
      const auto seal = next_seal(*store.read(), key);
      if (!seal) return true;
      const auto committed = write_and_wait(
          store, [&](Transaction& transaction) { return transaction.save(*seal), true; }, kNobody,
          threads);
      if (committed != Committed::yes) return false;
    }
  } catch (const Unavailable&) {
    return false;
  }
}

AuditSealer::AuditSealer(Store& store, const Integrity& integrity, std::chrono::milliseconds every,
                         Threads& threads)
    : store_(store),
      integrity_(integrity),
      every_(every),
      threads_(threads),
      wake_(threads.condition()) {}

void AuditSealer::start() {
  if (every_.count() > 0) thread_ = threads_.start([this] { run(); });
}

void AuditSealer::committed() {
  if (is_due_.exchange(true)) return;
  // The lock orders this with the thread that has looked at `is_due_` and is about to wait.
  {
    const std::lock_guard lock(mutex_);
  }
  wake_->notify_one();
}

void AuditSealer::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_->wait(lock, [this] { return is_ended_ || is_due_; });
    // Entries that arrive in this time go into the same seal.
    if (wake_->wait_until(lock, threads_.now() + every_, [this] { return is_ended_; })) return;
    is_due_ = false;
    lock.unlock();
    const bool done = seal_now();
    lock.lock();
    if (!done) is_due_ = true;
  }
}

bool AuditSealer::seal_now() { return seal_unsealed(store_, integrity_.needed(), threads_); }

void AuditSealer::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_ended_ = true;
  }
  wake_->notify_one();
  const std::lock_guard ending(ending_);
  if (const auto ended = std::move(thread_)) ended->join();
}

// Jobs in the queue are committed first. If nothing can be read, the entries are sealed after the
// next start.
void AuditSealer::finish() {
  {
    const std::lock_guard ending(ending_);
    if (!thread_) return;
  }
  stop();
  try {
    (void)store_.read()->head();
  } catch (const Unavailable&) {
    return;
  }
  (void)write_and_wait(store_, [](Transaction&) { return false; }, {}, threads_);
  (void)seal_now();
}

}  // namespace patchbay::store
