// What a fresh store is given: the root customer, rate plans and reference data.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "core/service.h"
#include "store/store.h"

namespace patchbay::app {

struct Fresh {
  store::Store& store;
  const Clock& clock;
  Random& random;
  std::string currency;  // of the root customer
  bool light_passwords = false;
};

// Whether the store has no customer yet.
[[nodiscard]] bool is_empty(store::Store& store);

// The root customer and the reference data; nobody can sign in yet. False where the store fails.
[[nodiscard]] bool bootstrap(const Fresh& fresh);

// Saves a customer's first version, made by `by`, who is no principal.
void save_new(store::Transaction& transaction, const Fresh& fresh, const Record& record,
              const char* by);

}  // namespace patchbay::app
