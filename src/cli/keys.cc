// The command `keys`: lists the sealing keys of a store, adds one, and lets it seal.
#include <cstring>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/key_file.h"
#include "app/opened_store.h"
#include "app/report_failure.h"
#include "app/store_keys.h"
#include "base/digest.h"
#include "base/result.h"
#include "cli/store_flags.h"
#include "store/open.h"
#include "store/postgresql/location.h"

namespace patchbay::app {
namespace {

namespace fs = std::filesystem;
using core::SealingKeys;

struct StoreKeys {
  fs::path file;
  std::shared_ptr<const SealingKeys::Ring> ring;
  std::size_t sealing = 0;  // the index of the key that seals
};

// The keys in the file, which fit the store.
std::expected<StoreKeys, std::string> keys_of(const StorePlace& place) {
  TRY_DO(store::must_be_a_store(place.location));
  StoreKeys out{.file = key_file_of(place.location, place.key_file), .ring = {}};
  if (out.file.empty()) return std::unexpected("name the file of the sealing key with --key-file");
  const auto random = system_random();
  SealingKeys keys = TRY(sealing_keys(out.file, /*may_make=*/false, *random));
  const store::Integrity integrity = TRY(load_integrity(place.location, out.file));
  std::optional<std::int64_t> seals;
  TRY_DO(read_store(place.location, integrity,
                    [&](const store::OpenReader& open) { seals = open()->mark(kSealsMark); }));
  if (seals && !keys.seal_with(*seals))
    return std::unexpected("the store changed while its keys were read: try again");
  out.ring = keys.ring();
  out.sealing = out.ring->sealing;
  return out;
}

std::string shown_id(std::int64_t id) {
  std::string bytes(sizeof id, '\0');
  std::memcpy(bytes.data(), &id, sizeof id);
  return hex(bytes);
}

wire::Tree number_of(std::size_t key) { return wire::Tree(static_cast<std::int64_t>(key)); }

int list_keys(const StorePlace& place, Output& output) {
  const auto keys = keys_of(place);
  if (!keys) return report_failure(keys.error(), 2);
  std::string text = "key\tid\tstate\n";
  wire::Array listed;
  for (std::size_t i = 0; i < keys->ring->keys.size(); ++i) {
    const char* const state = i == keys->sealing  ? "seals"
                              : i < keys->sealing ? "opens what it sealed"
                                                  : "is not used yet";
    const std::string id = shown_id(keys->ring->keys[i].id);
    text += std::to_string(i + 1) + '\t' + id + '\t' + state + '\n';
    listed.emplace_back(wire::Object{{"key", number_of(i + 1)},
                                     {"id", id},
                                     {"seals", wire::Tree(i == keys->sealing)},
                                     {"state", state}});
  }
  return output.tell(0, wire::Tree(wire::Object{{"keys", wire::Tree(std::move(listed))}}), text);
}

int add_one(const StorePlace& place, Output& output) {
  const auto keys = keys_of(place);
  if (!keys) return report_failure(keys.error(), 2);
  const std::string file = keys->file.string();
  if (keys->sealing + 1 < keys->ring->keys.size())
    return report_failure("the newest key in " + file +
                              " is not used yet: send the server SIGHUP, or run "
                              "`patchbay keys begin`, before you add another",
                          2);
  const auto random = system_random();
  const auto added = add_key(keys->file, keys->ring->keys.size(), *random);
  if (!added) return report_failure(added.error(), 2);
  const std::size_t key = added->ring()->keys.size();
  const char* const next =
      store::is_postgresql(place.location)
          ? "Bring the file to every server and send each SIGHUP. Then run `patchbay keys begin`."
          : "Send the server SIGHUP, and the new key seals; otherwise it does from the next start "
            "on.";
  return output.tell(
      0, wire::Tree(wire::Object{{"added", number_of(key)}, {"file", file}, {"next", next}}),
      "key " + std::to_string(key) + " was added to " + file +
          "\nKeep a new copy of that file: older copies do not open what the new key seals.\n" +
          next + '\n');
}

int begin_sealing(const StorePlace& place, Output& output) {
  const auto keys = keys_of(place);
  if (!keys) return report_failure(keys.error(), 2);
  const auto clock = system_clock();
  const auto random = system_random();
  auto opened = open_store(
      place.location, keys->file, clock->now(), "keys", *random,
      [](const std::string& what) { (void)report_failure(what); }, place.options);
  if (!opened)
    return report_failure(
        with_advice(opened.error(), "send it SIGHUP, on which it seals with the newest key"), 2);
  const bool begun = seal_with_newest(*opened->store, opened->keys, clock->now());
  opened->store->close();
  if (!begun) return report_failure("the store cannot be written", 2);
  const auto ring = opened->keys.ring();
  return output.tell(0, wire::Tree(wire::Object{{"seals", number_of(ring->sealing + 1)}}),
                     "key " + std::to_string(ring->sealing + 1) + " seals\n" +
                         (store::is_postgresql(place.location)
                              ? "Servers that have it seal with it within about a minute.\n"
                              : ""));
}

}  // namespace

Run define_keys(CLI::App& command) {
  struct Row {
    const char* name;
    int (*run)(const StorePlace& place, Output& output);
    const char* meaning;
  };
  static constexpr Row kRows[] = {
      {"list", list_keys, "List the keys, and say which one seals"},
      {"rotate", add_one, "Add a new key to the file, also while the store is served"},
      {"begin", begin_sealing, "Let the newest key seal; a server in a folder does so on SIGHUP"},
  };
  command.require_subcommand(1);
  const auto flags = std::make_shared<StoreFlags>();
  const auto chosen = std::make_shared<const Row*>(kRows);
  const auto output = std::make_shared<Output>();
  for (const Row& each : kRows) {
    CLI::App* one = command.add_subcommand(each.name, each.meaning);
    flags->add_to(*one, {.place = "Data folder or postgresql://…",
                         .key_file = "Its sealing keys; sealing.key in the folder otherwise"});
    output->add_to(*one);
    one->callback([chosen, row = &each] { *chosen = row; });
  }
  return prepared(output, [flags, chosen](Output& to) {
    const auto place = flags->place();
    return place ? (*chosen)->run(*place, to) : report_failures(place.error());
  });
}

}  // namespace patchbay::app
