// Passwords that an attacker tries first.
#pragma once

#include <span>
#include <string_view>

namespace patchbay::core {

// Returns why `password` is easy to guess for the principal `name`, as a phrase that continues
// "password"; empty if it is not. Ignores case.
[[nodiscard]] std::string_view guessable(std::string_view password, std::string_view name);

// The most common passwords in lower case, in strings with a line feed around each.
// tools/common_passwords writes them at build time.
[[nodiscard]] std::span<const std::string_view> common_passwords();

}  // namespace patchbay::core
