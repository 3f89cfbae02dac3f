// The store that is served: opened, filled where it is new, with the key that seals its secrets.
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
#include "store/store.h"

namespace patchbay::app {

// In place of a data folder: a store that lives as long as the process, sealed with a key that
// nobody else has.
inline constexpr std::string_view kInMemory = "memory:";

struct OpenedStore {
  std::unique_ptr<store::Store> store;
  std::string sealing_key;
  bool is_demo = false;                // everyone knows the secrets of its principals
  bool is_durable = true;              // on disk
  std::vector<std::string> notices{};  // sentences for the operator's log
};

// How a PostgreSQL database is written to.
struct WriteOptions {
  int commit_ms = 10'000;  // how long a commit is waited for, and another node's
  std::size_t lanes = 2;   // in which changes of single customers go side by side
};

// How long entries of history wait for their seal at most.
inline constexpr int kSealMs = 1000;

// Told of rows that were not written by this server.
using Alarm = std::function<void(const std::string&)>;

// The store in a folder or a PostgreSQL database. `address` is told to whoever finds a folder
// taken.
// The key is made where the store is new and there is none. Gives what it is sealed with too.
[[nodiscard]] std::expected<OpenedStore, std::string> open_store(
    const std::string& location, const std::filesystem::path& key_file, Instant now,
    const std::string& address, Random& random, const Alarm& alarm,
    WriteOptions write_options = {});

// Whether a store may be there already.
enum class Creation : std::uint8_t {
  if_missing,   // serving: a key without its store is a store that was lost
  must_be_new,  // only a new one, also with a key that `config` names and that is there
};

// Where the sealing key is, or is to be.
[[nodiscard]] std::filesystem::path key_file_of(const Config& config);

// Why `config` names no place where a store can be opened, as far as can be seen without opening,
// making or changing anything: the folder may be changed by others, a key is there without its
// store, or a store without its key. A database is not asked. A sentence for the operator.
[[nodiscard]] std::expected<void, std::string> check_store(const Config& config, Creation creation);

// Where the store is new, it is given what `config` says; with `demo`, the demo too. The error is a
// sentence for the operator.
// `alarm` may be called on any thread until the store has gone.
[[nodiscard]] std::expected<OpenedStore, std::string> open_configured_store(
    const Config& config, bool demo, Creation creation, const Clock& clock, Random& random,
    const Alarm& alarm);

}  // namespace patchbay::app
