// Opening, filling, and making sure that key and store belong together.
#include "app/vault.h"

#include <filesystem>

#include "app/bootstrap.h"
#include "app/demo.h"
#include "app/key_file.h"
#include "store/open.h"

namespace patchbay::app {
namespace {

// A database that many nodes share is sealed with one key, which each is given.
std::filesystem::path key_file_of(const Config& config) {
  return config.key_file.empty() ? std::filesystem::path(config.data) / "sealing.key"
                                 : std::filesystem::path(config.key_file);
}

// Fails where the store was sealed with another key; otherwise it knows its key from now on.
std::expected<std::string, std::string> own_key(store::Store& store, const Config& config,
                                                Random& random) {
  const std::filesystem::path file = key_file_of(config);
  auto key = sealing_key(file, is_empty(store), random);
  if (!key) return key;
  auto mark = store.read()->mark(kKeyMark);
  if (!mark)  // of nodes that start together, one is the first
    (void)store::write_and_wait(store, [&](store::Transaction& transaction) {
      mark = transaction.mark(kKeyMark);
      if (!mark) transaction.set_mark(kKeyMark, key_mark(*key));
      return !mark;
    });
  if (mark && *mark != key_mark(*key))
    return std::unexpected("the key in " + file.string() +
                           " is not the one this store was sealed with");
  return key;
}

}  // namespace

std::expected<std::unique_ptr<store::Store>, std::string> open_place(const std::string& place,
                                                                     Instant now,
                                                                     const std::string& address,
                                                                     Writing writing) {
  if (store::is_postgresql(place))
    return store::open_postgresql({.url = place,
                                   .commit_ms = writing.commit_ms,
                                   .lock_ms = writing.commit_ms,
                                   .lanes = writing.lanes,
                                   .writer_rest_ms = writing.commit_ms});
  return store::open_sqlite({.folder = place, .started = now, .address = address});
}

std::expected<Vault, std::string> open_vault(const Config& config, bool demo, const Clock& clock,
                                             Random& random) {
  Vault out;
  if (config.data == kInMemory) {
    out.is_kept = false;
    out.store = store::open_memory();
    out.sealing_key = random.bytes(32);
  } else {
    if (store::is_postgresql(config.data) && config.key_file.empty())
      return std::unexpected(
          "a PostgreSQL database has no folder for the sealing key: name the file that holds it, "
          "the same 32 bytes on every node, in store.key_file");
    auto store = open_place(config.data, clock.now(), config.listen,
                            {.commit_ms = static_cast<int>(config.commit_ms),
                             .lanes = static_cast<std::size_t>(config.lanes)});
    if (!store) return std::unexpected(store.error());
    out.store = std::move(*store);
    auto key = own_key(*out.store, config, random);
    if (!key) return std::unexpected(key.error());
    out.sealing_key = std::move(*key);
  }
  const Fresh fresh{*out.store, clock, random, config.currency};
  if (is_empty(*out.store) && !(demo ? bootstrap_demo(fresh) : bootstrap(fresh)))
    return std::unexpected("the store in " + store::shown_place(config.data) +
                           " cannot be written");
  out.is_demo = is_demo(*out.store);
  return out;
}

}  // namespace patchbay::app
