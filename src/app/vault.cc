// Opening, filling, and making sure that key and store belong together.
#include "app/vault.h"

#include <filesystem>
#include <mutex>
#include <set>

#include "app/bootstrap.h"
#include "app/demo.h"
#include "app/key_file.h"
#include "app/role_numbers.h"
#include "app/trust.h"
#include "base/keys.h"
#include "base/result.h"
#include "store/marks.h"
#include "store/open.h"

namespace patchbay::app {
namespace fs = std::filesystem;

namespace {

std::string wrong_key(const Config& config) {
  return "the key in " + key_file_of(config).string() +
         " is not the one this store was sealed with: put the right key back, from the copy that "
         "is kept apart from the backups";
}

// What stands in the place, against what is to be done there. The key is looked for first: a node
// that starts beside this one makes its key only when it has made its tables.
std::expected<void, std::string> judge_place(const Config& config, Making making) {
  const std::filesystem::path key = key_file_of(config);
  const bool has_key = is_there(key);
  const auto looked = store::missing(config.data);
  if (!looked) return std::unexpected(looked.error());
  const std::optional<std::string>& missing = *looked;
  const std::string shown = store::shown_place(config.data);
  const bool has_store = !missing;
  if (has_store && making == Making::new_one)
    return std::unexpected("there is a store in " + shown +
                           " already; nothing was changed: start it with `patchbay serve`");
  const bool may_have_key = making == Making::new_one && !config.key_file.empty();
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

// A store that has its key knows it by a mark. What cannot be read is told when it is opened.
std::expected<void, std::string> judge_key(const Config& config) {
  std::optional<std::int64_t> mark;
  const auto read =
      store::read_sqlite(config.data, [&](store::Reader& reader) { mark = reader.mark(kKeyMark); },
                         {.key = std::nullopt});
  if (!read || !mark) return {};
  const auto random = system_random();
  const auto key = sealing_key(key_file_of(config), /*may_make=*/false, *random);
  if (!key) return std::unexpected(key.error());
  if (*mark != key_mark(*key)) return std::unexpected(wrong_key(config));
  return {};
}

// A new store knows its key from now on; of nodes that start together, one is the first.
bool remember_key(store::Store& store, const std::string& key, Instant now) {
  if (store.read()->mark(kKeyMark)) return true;
  const auto end = store::write_and_wait(store, [&](store::Transaction& transaction) {
    if (transaction.mark(kKeyMark)) return false;
    store::set_mark(transaction, {std::string(kKeyMark), key_mark(key)}, now);
    return true;
  });
  return end == store::Committed::yes || end == store::Committed::nothing;
}

// Told of what is wrong with rows, once of each.
Alarm once_each(const Alarm& alarm) {
  constexpr std::size_t kKeptMax = 1024;
  struct Told {
    std::mutex mutex;
    std::set<std::string> sentences;
  };
  return [alarm, told = std::make_shared<Told>()](const std::string& sentence) {
    {
      const std::lock_guard lock(told->mutex);
      if (told->sentences.size() >= kKeptMax) told->sentences.clear();
      if (!told->sentences.insert(sentence).second) return;
    }
    if (alarm) alarm(sentence);
  };
}

}  // namespace

// A database that many nodes share is sealed with one key, which each is given.
std::filesystem::path key_file_of(const Config& config) {
  return config.key_file.empty() ? std::filesystem::path(config.data) / "sealing.key"
                                 : std::filesystem::path(config.key_file);
}

namespace {

// Anchors are written to the end of their file, whatever it holds.
std::expected<void, std::string> judge_anchor_file(const Config& config) {
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
  const bool is_the_stores = name.starts_with("patchbay.db") || name == "LOCK";
  if (fs::equivalent(file, key_file_of(config), none) || name == "sealing.key" || is_the_stores)
    return wrong("is a file of the store: name one of its own");
  return {};
}

}  // namespace

std::expected<void, std::string> check_place(const Config& config, Making making) {
  if (auto judged = judge_anchor_file(config); !judged) return judged;
  if (config.data == kInMemory) return {};
  if (!store::is_postgresql(config.data)) {
    if (auto judged = judge_place(config, making); !judged) return judged;
    return judge_key(config);
  }
  if (const auto wrong = store::wrong_place(config.data))
    return std::unexpected("store.data cannot be used: " + *wrong);
  if (config.key_file.empty())
    return std::unexpected(
        "a PostgreSQL database has no folder for the sealing key: name the file that holds it, "
        "the same 32 bytes on every node, in store.key_file");
  if (!is_there(config.key_file)) return {};
  const auto random = system_random();
  if (auto key = sealing_key(config.key_file, /*may_make=*/false, *random); !key)
    return std::unexpected(std::move(key).error());
  return {};
}

std::expected<Vault, std::string> open_place(const std::string& place,
                                             const std::filesystem::path& key_file, Instant now,
                                             const std::string& address, Random& random,
                                             const Alarm& alarm, Writing writing) {
  if (key_file.empty())
    return std::unexpected(
        "a PostgreSQL database has no folder for the sealing key: name the file that holds it, "
        "the same 32 bytes on every node, in store.key_file");
  Vault out;
  const store::Trust trust = trust_by(key_file, random, out.sealing_key, once_each(alarm));
  auto store = store::is_postgresql(place)
                   ? store::open_postgresql({.url = place,
                                             .commit_ms = writing.commit_ms,
                                             .lock_ms = writing.commit_ms,
                                             .lanes = writing.lanes,
                                             .writer_rest_ms = writing.commit_ms,
                                             .trust = trust,
                                             .seal_ms = kSealMs})
                   : store::open_sqlite({.folder = place,
                                         .started = now,
                                         .address = address,
                                         .trust = trust,
                                         .seal_ms = kSealMs});
  if (!store) return std::unexpected(store.error());
  out.store = std::move(*store);
  if (!remember_key(*out.store, out.sealing_key, now))
    return std::unexpected("the store in " + store::shown_place(place) + " cannot be written");
  return out;
}

std::expected<Vault, std::string> open_vault(const Config& config, bool demo, Making making,
                                             const Clock& clock, Random& random,
                                             const Alarm& alarm) {
  TRY_DO(check_place(config, making));
  if (store::is_postgresql(config.data)) TRY_DO(judge_place(config, making));
  Vault out;
  if (config.data == kInMemory) {
    out.is_kept = false;
    out.sealing_key = random.bytes(32);
    out.store = store::open_memory({.key = key_for(KeyUse::integrity, out.sealing_key)}, kSealMs);
  } else {
    auto opened =
        open_place(config.data, key_file_of(config), clock.now(), config.listen, random, alarm,
                   {.commit_ms = static_cast<int>(config.commit_ms),
                    .lanes = static_cast<std::size_t>(config.lanes)});
    if (!opened) return std::unexpected(opened.error());
    out = std::move(*opened);
  }
  const Fresh fresh{*out.store, clock, random, config.currency};
  if (is_empty(*out.store) && !(demo ? bootstrap_demo(fresh) : bootstrap(fresh)))
    return std::unexpected("the store in " + store::shown_place(config.data) +
                           " cannot be written");
  out.is_demo = is_demo(*out.store);
  out.notices = number_roles(*out.store, clock, random);
  return out;
}

}  // namespace patchbay::app
