// What a doctor would say of a server: one row for each check.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/system/system_facts.h"

namespace patchbay::app {

struct Check {
  std::string_view name;
  // Returns what is wrong, as a sentence; nothing if all is well or not known.
  std::optional<std::string> (*find)(const SystemFacts& facts);
  std::string_view remedy;  // what to do, as a sentence
};
[[nodiscard]] std::span<const Check> checks();

// Returns what the checks find, in their order.
[[nodiscard]] std::vector<core::Finding> findings_of(const SystemFacts& facts);

}  // namespace patchbay::app
