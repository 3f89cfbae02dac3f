// Waiting for a write.
#include "store/store.h"

#include <future>

namespace patchbay::store {

Committed write_and_wait(Store& store, const Job& job, const About& about) {
  std::promise<Committed> fate;
  store.write(job, [&fate](Committed committed) { fate.set_value(committed); }, about);
  return fate.get_future().get();
}

}  // namespace patchbay::store
