// Passwords that whoever guesses tries first.
#pragma once

#include <span>
#include <string_view>

namespace patchbay::core {

// Why `password` is one of those that are tried first for whoever is called `name`: a phrase that
// continues "password", or empty. Case does not matter.
[[nodiscard]] std::string_view guessable(std::string_view password, std::string_view name);

// The commonest passwords, in lower case, in strings that have a line feed around each: written at
// build time by tools/common_passwords.
[[nodiscard]] std::span<const std::string_view> common_passwords();

}  // namespace patchbay::core
