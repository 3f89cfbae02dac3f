// Waits for a write.
#include "store/store.h"

#include <future>

namespace patchbay::store {

Committed write_and_wait(Store& store, const Job& job, const JobSubject& subject) {
  std::promise<Committed> job_result;
  store.write(
      job, [&job_result](Committed committed) { job_result.set_value(committed); }, subject);
  return job_result.get_future().get();
}

}  // namespace patchbay::store
