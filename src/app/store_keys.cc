// Finds and loads the keys of stores.
#include "app/store_keys.h"

#include "app/key_file.h"
#include "base/key_derivation.h"
#include "store/postgresql/location.h"

namespace patchbay::app {

std::filesystem::path key_file_of(const std::string& location, const std::string& named) {
  if (!named.empty()) return named;
  if (store::is_postgresql(location)) return {};
  return std::filesystem::path(location) / "sealing.key";
}

std::expected<store::Integrity, std::string> load_integrity(const std::string& location,
                                                            const std::filesystem::path& key_file) {
  store::Integrity unknown{.key = std::nullopt};
  std::error_code none;
  if (key_file.empty() || !std::filesystem::exists(key_file, none)) return unknown;
  const auto random = system_random();
  const auto key = sealing_key(key_file, /*may_make=*/false, *random);
  if (!key) return std::unexpected(key.error());
  // Without the key the mark's own hash is not checked: the mark tells whether this is the right
  // key.
  std::optional<std::int64_t> mark;
  const auto read = read_store(
      location, unknown, [&](const store::OpenReader& open) { mark = open()->mark(kKeyMark); });
  if (!read) return std::unexpected(read.error());
  if (mark && *mark != key_mark(*key))
    return std::unexpected("the key file " + key_file.string() +
                           " is not the key that this store was sealed with");
  return store::Integrity{.key = derive_key(KeyPurpose::integrity, *key)};
}

store::Trust make_trust(const std::filesystem::path& key_file, Random& random,
                        std::string& sealing_key, std::function<void(const std::string&)> alarm) {
  return [&, alarm = std::move(alarm)](
             const store::Opening& opening) -> std::expected<store::Integrity, std::string> {
    auto key = app::sealing_key(key_file, opening.is_new, random);
    if (!key) return std::unexpected(key.error());
    for (const store::Mark& each : opening.marks)
      if (each.name == kKeyMark && each.value != key_mark(*key))
        return std::unexpected("the key in " + key_file.string() +
                               " is not the one this store was sealed with");
    sealing_key = *std::move(key);
    return store::Integrity{.key = derive_key(KeyPurpose::integrity, sealing_key), .alarm = alarm};
  };
}

std::expected<void, std::string> read_store(const std::string& location,
                                            const store::Integrity& integrity,
                                            const store::UseReaders& use) {
  return store::is_postgresql(location) ? store::read_postgresql(location, use, integrity)
                                        : store::read_sqlite(location, use, integrity);
}

}  // namespace patchbay::app
