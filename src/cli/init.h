// `patchbay init`: creates a store and, on request, the first principal.
#pragma once

#include <string>
#include <vector>

#include "app/config/config.h"

namespace patchbay::app {

struct InitOptions {
  Config config;
  std::string user;                // name of the first principal; empty: none
  std::vector<std::string> roles;  // of this principal
  std::string new_key;             // label of an API key that it gets instead of a password
};

// Creates a store where `config` says, with its sealing key, root customer and references. An
// existing store is not changed and is an error. Returns the exit code.
[[nodiscard]] int init(const InitOptions& options);

}  // namespace patchbay::app
