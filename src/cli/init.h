// `patchbay init`: a new store, and if wanted who can sign in first.
#pragma once

#include <string>
#include <vector>

#include "app/config/config.h"

namespace patchbay::app {

struct InitOptions {
  Config config;
  std::string user;                // name of the first principal; empty: none
  std::vector<std::string> roles;  // of it
  std::string new_key;             // label of an API key that it gets instead of a password
};

// Makes a store where `config` says, with its sealing key: the root customer, and what it refers
// to. Where one is there already it stays as it is, and that is an error. The exit code.
[[nodiscard]] int init(const InitOptions& options);

}  // namespace patchbay::app
