// Waits for a write.
#include "store/store.h"

#include "store/awaited.h"

namespace patchbay::store {
namespace {

// The result of a job, and who waits for it. Shared with the job, which may still be in `notify`
// when the wait has ended.
struct Awaited {
  explicit Awaited(Threads& threads) : set(threads.condition()) {}
  std::mutex mutex;
  const std::unique_ptr<Threads::Condition> set;
  bool is_done = false;
  Committed job_result = Committed::failed;
};

}  // namespace

Committed write_and_wait(Store& store, const Job& job, const JobSubject& subject,
                         Threads& threads) {
  const auto awaited = std::make_shared<Awaited>(threads);
  store.write(
      job,
      [awaited](Committed committed) {
        {
          const std::lock_guard lock(awaited->mutex);
          awaited->job_result = committed;
          awaited->is_done = true;
        }
        awaited->set->notify_one();
      },
      subject);
  std::unique_lock lock(awaited->mutex);
  awaited->set->wait(lock, [&] { return awaited->is_done; });
  return awaited->job_result;
}

Committed write_and_wait(Store& store, const Job& job, const JobSubject& subject) {
  return write_and_wait(store, job, subject, system_threads());
}

}  // namespace patchbay::store
