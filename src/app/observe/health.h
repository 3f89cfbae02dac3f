// Whether the server can do its work now.
#pragma once

#include <atomic>
#include <mutex>
#include <string_view>

#include "base/clock.h"
#include "store/store.h"

namespace patchbay::app {

// Thread-safe. `store` must be closed before this is destroyed.
class Health {
 public:
  Health(store::Store& store, const Clock& clock) : store_(store), clock_(clock) {}

  // Why the server is not ready, as a phrase for the operator; empty if it is ready. Checks the
  // store at most once a second; calls in between return the last result.
  [[nodiscard]] std::string_view storage_problem();

 private:
  [[nodiscard]] const char* check();
  void try_a_commit();

  store::Store& store_;
  const Clock& clock_;
  std::mutex checking_;
  Instant checked_at_;
  std::atomic<const char*> problem_ = "the store has not been looked at yet";
  std::atomic<bool> is_trying_ = false;
};

}  // namespace patchbay::app
