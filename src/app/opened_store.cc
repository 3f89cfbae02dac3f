// Opens and fills the store, and makes sure that key and store belong together.
#include "app/opened_store.h"

#include <filesystem>
#include <mutex>
#include <set>

#include "app/key_file.h"
#include "app/seed/demo.h"
#include "app/seed/role_numbers.h"
#include "app/seed/seeder.h"
#include "app/store_keys.h"
#include "base/key_derivation.h"
#include "base/result.h"
#include "store/marks.h"
#include "store/open.h"
#include "store/postgresql/location.h"

namespace patchbay::app {
namespace fs = std::filesystem;

namespace {

std::string wrong_key(const Config& config) {
  return "the key in " + key_file_of(config).string() +
         " is not the one this store was sealed with: put the right key back, from the copy that "
         "is kept apart from the backups";
}

// Compares what the folder holds with what is to be done there. Looks for the key first: a node
// that starts at the same time creates its key only after its tables.
std::expected<void, std::string> check_folder(const Config& config, Creation creation) {
  const std::filesystem::path key = key_file_of(config);
  const bool has_key = file_exists(key);
  const auto checked = store::missing(config.data);
  if (!checked) return std::unexpected(checked.error());
  const std::optional<std::string>& missing = *checked;
  const std::string shown = store::redacted_location(config.data);
  const bool has_store = !missing;
  if (has_store && creation == Creation::must_be_new)
    return std::unexpected("there is a store in " + shown +
                           " already; nothing was changed: start it with `patchbay serve`");
  const bool may_have_key = creation == Creation::must_be_new && !config.key_file.empty();
  if (missing && has_key && !may_have_key)
    return std::unexpected(
        "there is a sealing key, " + key.string() + ", and no store that it seals: in " + shown +
        ", " + *missing +
        ". Restore a backup with `patchbay restore` to a new folder and serve that, or look "
        "whether a disk is not mounted or store.data is not the right one. To begin a new, empty "
        "store, " +
        (config.key_file.empty() ? "move the key elsewhere first"
                                 : "run `patchbay init` with the same settings"));
  if (missing && !store::is_postgresql(config.data)) return store::can_be_made(config.data);
  return {};
}

// Compares the key with the mark in the store. What cannot be read here is reported when the store
// is opened.
std::expected<void, std::string> check_key(const Config& config) {
  std::optional<std::int64_t> mark;
  const auto read = store::read_sqlite(
      config.data, [&](const store::OpenReader& open) { mark = open()->mark(kKeyMark); },
      {.key = std::nullopt});
  if (!read || !mark) return {};
  const auto random = system_random();
  const auto keys = sealing_keys(key_file_of(config), /*may_make=*/false, *random);
  if (!keys) return std::unexpected(keys.error());
  if (misfit(*keys, mark, std::nullopt)) return std::unexpected(wrong_key(config));
  return {};
}

// Writes the mark of the key to a new store. If several nodes start together, the first one writes
// it.
bool remember_key(store::Store& store, const core::SealingKeys& keys, Instant now) {
  if (store.read()->mark(kKeyMark)) return true;
  const auto end = store::write_and_wait(store, [&](store::Transaction& transaction) {
    if (transaction.mark(kKeyMark)) return false;
    store::set_mark(transaction, {std::string(kKeyMark), core::sealing_key_id(keys.first())}, now);
    return true;
  });
  return end == store::Committed::yes || end == store::Committed::nothing;
}

// Which key seals. Other nodes of a database may not know the newest one yet.
bool choose_key(const std::string& location, store::Store& store, core::SealingKeys& keys,
                Instant now) {
  if (!store::is_postgresql(location)) return seal_with_newest(store, keys, now);
  const auto seals = store.read()->mark(kSealsMark);
  return !seals || keys.seal_with(*seals);
}

// Passes each message to `alarm` only once.
Alarm once_each(const Alarm& alarm) {
  constexpr std::size_t kKeptMax = 1024;
  struct Reported {
    std::mutex mutex;
    std::set<std::string> sentences;
  };
  return [alarm, reported = std::make_shared<Reported>()](const std::string& sentence) {
    {
      const std::lock_guard lock(reported->mutex);
      if (reported->sentences.size() >= kKeptMax) reported->sentences.clear();
      if (!reported->sentences.insert(sentence).second) return;
    }
    if (alarm) alarm(sentence);
  };
}

}  // namespace

// A database that many nodes share is sealed with one key, which every node must be given.
std::filesystem::path key_file_of(const Config& config) {
  return config.key_file.empty() ? std::filesystem::path(config.data) / "sealing.key"
                                 : std::filesystem::path(config.key_file);
}

namespace {

// Checks that anchors can be appended to the file. Its content does not matter.
std::expected<void, std::string> check_anchor_file(const Config& config) {
  if (config.anchor_file.empty()) return {};
  const fs::path file = config.anchor_file;
  std::error_code none;
  const auto wrong = [&](const std::string& what) {
    return std::unexpected("audit.anchor_file is " + file.string() + ", which " + what);
  };
  if (!fs::is_directory(fs::absolute(file).parent_path(), none))
    return wrong("lies in no folder that there is");
  if (fs::exists(file, none) && !fs::is_regular_file(file, none))
    return wrong("is not a regular file");
  const std::string name = file.filename().string();
  const bool is_the_stores =
      name.starts_with("patchbay.db") || name.starts_with("traffic.db") || name == "LOCK";
  if (fs::equivalent(file, key_file_of(config), none) || name == "sealing.key" || is_the_stores)
    return wrong("is a file of the store: name one of its own");
  return {};
}

}  // namespace

std::expected<void, std::string> check_store(const Config& config, Creation creation) {
  if (auto judged = check_anchor_file(config); !judged) return judged;
  if (config.data == kInMemory) return {};
  if (!store::is_postgresql(config.data)) {
    if (auto judged = check_folder(config, creation); !judged) return judged;
    return check_key(config);
  }
  if (const auto wrong = store::location_problem(config.data))
    return std::unexpected("store.data cannot be used: " + *wrong);
  if (config.key_file.empty())
    return std::unexpected(
        "a PostgreSQL database has no folder for the sealing key: name the file that holds it, "
        "the same on every node, in store.key_file");
  if (!file_exists(config.key_file)) return {};
  const auto random = system_random();
  if (auto keys = sealing_keys(config.key_file, /*may_make=*/false, *random); !keys)
    return std::unexpected(std::move(keys).error());
  return {};
}

std::expected<OpenedStore, store::OpenError> open_store(const std::string& location,
                                                        const std::filesystem::path& key_file,
                                                        Instant now, const std::string& address,
                                                        Random& random, const Alarm& alarm,
                                                        const StoreOptions& options) {
  using Opened = std::expected<std::unique_ptr<store::Store>, store::OpenError>;
  const auto failed = [](std::string sentence) {
    return std::unexpected(store::OpenError(std::move(sentence)));
  };
  if (key_file.empty())
    return failed(
        "a PostgreSQL database has no folder for the sealing key: name the file that holds it, "
        "the same on every node, in store.key_file");
  std::optional<core::SealingKeys> keys;
  const store::Trust trust = make_trust(key_file, random, keys, once_each(alarm));
  auto store = store::is_postgresql(location)
                   ? Opened(store::open_postgresql({.random = random,
                                                    .url = location,
                                                    .commit_ms = options.commit_ms,
                                                    .lock_ms = options.commit_ms,
                                                    .lanes = options.lanes,
                                                    .writer_rest_ms = options.commit_ms,
                                                    .trust = trust,
                                                    .seal_ms = kSealMs}))
                   : store::open_sqlite({.random = random,
                                         .folder = location,
                                         .started = now,
                                         .address = address,
                                         .record_cache_bytes = options.cache_mib << 20,
                                         .wal_pages_max = options.is_long_log ? store::kLongLogPages
                                                                              : store::kLogPages,
                                         .trust = trust,
                                         .seal_ms = kSealMs});
  if (!store) return std::unexpected(store.error());
  if (!keys) return failed("the store was opened without its sealing key");
  OpenedStore out{.store = std::move(*store), .keys = *std::move(keys)};
  if (!remember_key(*out.store, out.keys, now) || !choose_key(location, *out.store, out.keys, now))
    return failed("the store in " + store::redacted_location(location) + " cannot be written");
  return out;
}

namespace {

OpenedStore open_memory(Random& random) {
  core::SealingKeys keys(random.bytes(core::SealingKeys::kKeyBytes));
  auto store =
      store::open_memory({.key = derive_key(KeyPurpose::integrity, keys.first())}, kSealMs);
  return {.store = std::move(store), .keys = std::move(keys), .is_durable = false};
}

}  // namespace

std::expected<OpenedStore, std::string> open_configured_store(const Config& config, bool demo,
                                                              Creation creation, const Clock& clock,
                                                              Random& random, const Alarm& alarm) {
  TRY_DO(check_store(config, creation));
  if (store::is_postgresql(config.data)) TRY_DO(check_folder(config, creation));
  auto opened = config.data == kInMemory
                    ? std::expected<OpenedStore, store::OpenError>(open_memory(random))
                    : open_store(config.data, key_file_of(config), clock.now(), config.listen,
                                 random, alarm, config.store);
  if (!opened) return std::unexpected(opened.error().what);
  OpenedStore out = *std::move(opened);
  const SeedContext seed_context{*out.store, clock, random, config.currency};
  if (is_empty(*out.store) && !(demo ? bootstrap_demo(seed_context) : bootstrap(seed_context)))
    return std::unexpected("the store in " + store::redacted_location(config.data) +
                           " cannot be written");
  out.is_demo = is_demo(*out.store);
  out.has_principals = !out.store->read()->principals(kRoot, 0, 1).empty();
  out.notices = number_roles(*out.store, clock, random);
  return out;
}

}  // namespace patchbay::app
