// The demo: nine customers and seven principals, whose secrets everyone knows.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "app/seed/seeder.h"

namespace patchbay::app {

// What `bootstrap` gives, and the demo. The store is marked, so that it is known for a demo for
// good. False where the store fails.
[[nodiscard]] bool bootstrap_demo(const SeedContext& context);
// Whether the store was filled by `bootstrap_demo`.
[[nodiscard]] bool is_demo(store::Store& store);

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
