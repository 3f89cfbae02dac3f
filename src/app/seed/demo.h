// The demo: nine customers and seven principals with public secrets.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "app/seed/seeder.h"

namespace patchbay::app {

// Creates what `bootstrap` creates, and the demo. Marks the store permanently as a demo. Returns
// false if the store fails.
[[nodiscard]] bool bootstrap_demo(const SeedContext& context);
// Whether the store was filled by `bootstrap_demo`.
[[nodiscard]] bool is_demo(store::Store& store);
[[nodiscard]] bool is_demo(store::ReadTransaction& reader);

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
