// The store that is served: opened, filled if it is new, with the key that seals its secrets.
#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/config/config.h"
#include "base/clock.h"
#include "base/random.h"
#include "core/access/sealing_keys.h"
#include "store/open_error.h"
#include "store/store.h"

namespace patchbay::app {

// Stands for a data folder: a store that lives as long as the process, sealed with a random key.
inline constexpr std::string_view kInMemory = "memory:";

struct OpenedStore {
  std::unique_ptr<store::Store> store;
  core::SealingKeys keys;
  bool is_demo = false;                // the secrets of its principals are public
  bool has_principals = true;          // somebody can sign in
  bool is_durable = true;              // on disk
  std::vector<std::string> notices{};  // sentences for the log
};

// The longest time until entries of history are sealed.
inline constexpr int kSealMs = 1000;

// Called with a sentence about each row that this server did not write.
using Alarm = std::function<void(const std::string&)>;

// Opens the store in a folder or a PostgreSQL database. `address` is shown to a process that finds
// the folder in use. Creates the key if the store is new and there is none. In a folder, which no
// other process uses, the newest key in the file seals from now on; over PostgreSQL the one that
// the store names. The result holds the keys too. `random` must outlive the store.
[[nodiscard]] std::expected<OpenedStore, store::OpenError> open_store(
    const std::string& location, const std::filesystem::path& key_file, Instant now,
    const std::string& address, Random& random, const Alarm& alarm, const StoreOptions& options);

// Whether the store may exist already.
enum class Creation : std::uint8_t {
  if_missing,   // for serving: a key without its store means that the store was lost
  must_be_new,  // a new store only; the key that `config` names may exist
};

// The path of the sealing key, whether or not it exists.
[[nodiscard]] std::filesystem::path key_file_of(const Config& config);

// Why no store can be opened at the place that `config` names, as far as this can be checked
// without opening, creating or changing anything: others may change the folder, there is a key
// without its store, or a store without its key. A database is not connected to. The error is a
// sentence for the operator.
[[nodiscard]] std::expected<void, std::string> check_store(const Config& config, Creation creation);

// Opens the store and, if it is new, fills it as `config` says, and with the demo data if `demo` is
// true. The error is a sentence for the operator. `alarm` may be called on any thread until the
// store is destroyed.
[[nodiscard]] std::expected<OpenedStore, std::string> open_configured_store(
    const Config& config, bool demo, Creation creation, const Clock& clock, Random& random,
    const Alarm& alarm);

}  // namespace patchbay::app
