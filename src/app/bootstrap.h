// What a fresh store is given: the root customer, rate plans and reference data; and the demo.
#pragma once

#include <span>
#include <string>
#include <string_view>

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
// The same, with the nine customers and seven principals of the demo.
[[nodiscard]] bool bootstrap_demo(const Fresh& fresh);

// A principal of the demo, for the greeting.
struct DemoPrincipal {
  std::string_view name;
  std::int64_t home;
  std::string_view role;
  std::string_view secret;
  bool is_key;  // the secret is an API key
};
[[nodiscard]] std::span<const DemoPrincipal> demo_principals();

}  // namespace patchbay::app
