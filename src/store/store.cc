// Waiting for a write.
#include "store/store.h"

#include <future>

namespace patchbay::store {

Committed write_and_wait(Store& store, const Job& job) {
  std::promise<Committed> fate;
  store.write(job, [&fate](Committed committed) { fate.set_value(committed); });
  return fate.get_future().get();
}

}  // namespace patchbay::store
