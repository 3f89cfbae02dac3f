// Finds and loads the keys of stores.
#include "app/store_keys.h"

#include <algorithm>

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
  const auto keys = sealing_keys(key_file, /*may_make=*/false, *random);
  if (!keys) return std::unexpected(keys.error());
  // Without the key the marks' own hashes are not checked: the marks tell whether this is the right
  // key.
  std::optional<std::string> wrong;
  const auto read = read_store(location, unknown, [&](const store::OpenReader& open) {
    const auto reader = open();
    wrong = misfit(*keys, reader->mark(kKeyMark), reader->mark(kSealsMark));
  });
  if (!read) return std::unexpected(read.error());
  if (wrong) return std::unexpected("the key file " + key_file.string() + ' ' + *wrong);
  return store::Integrity{.key = derive_key(KeyPurpose::integrity, keys->first())};
}

store::Trust make_trust(const std::filesystem::path& key_file, Random& random,
                        std::optional<core::SealingKeys>& keys,
                        std::function<void(const std::string&)> alarm) {
  return [&, alarm = std::move(alarm)](
             const store::Opening& opening) -> std::expected<store::Integrity, std::string> {
    auto read = sealing_keys(key_file, opening.is_new, random);
    if (!read) return std::unexpected(read.error());
    const auto mark = [&](std::string_view name) -> std::optional<std::int64_t> {
      const auto found = std::ranges::find(opening.marks, name, &store::Mark::name);
      return found == opening.marks.end() ? std::nullopt : std::optional(found->value);
    };
    if (const auto wrong = misfit(*read, mark(kKeyMark), mark(kSealsMark)))
      return std::unexpected("the key file " + key_file.string() + ' ' + *wrong);
    keys = *std::move(read);
    return store::Integrity{.key = derive_key(KeyPurpose::integrity, keys->first()),
                            .alarm = alarm};
  };
}

std::expected<void, std::string> read_store(const std::string& location,
                                            const store::Integrity& integrity,
                                            const store::UseReaders& use) {
  return store::is_postgresql(location) ? store::read_postgresql(location, use, integrity)
                                        : store::read_sqlite(location, use, integrity);
}

}  // namespace patchbay::app
