// The store that is served: opened, filled where it is new, with the key that seals its secrets.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "app/config.h"
#include "base/clock.h"
#include "base/random.h"
#include "store/store.h"

namespace patchbay::app {

// In place of a data folder: a store that lives as long as the process, sealed with a key that
// nobody else has.
inline constexpr std::string_view kInMemory = "memory:";

struct Vault {
  std::unique_ptr<store::Store> store;
  std::string sealing_key;
  bool is_demo = false;  // everyone knows the secrets of its principals
  bool is_kept = true;   // on disk
};

// How a PostgreSQL database is written to.
struct Writing {
  int commit_ms = 10'000;  // how long a commit is waited for, and another node's
  std::size_t lanes = 2;   // in which changes of single customers go side by side
};

// The store in a folder or a PostgreSQL database. `address` is told to whoever finds a folder
// taken.
[[nodiscard]] std::expected<std::unique_ptr<store::Store>, std::string> open_place(
    const std::string& place, Instant now, const std::string& address, Writing writing = {});

// Where the store is new, it is given what `config` says; with `demo`, the demo too. The error is a
// sentence for the operator.
[[nodiscard]] std::expected<Vault, std::string> open_vault(const Config& config, bool demo,
                                                           const Clock& clock, Random& random);

}  // namespace patchbay::app
