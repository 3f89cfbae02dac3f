// Creates a data folder with the demo's principals and many customers, through the store and not
// through a door: fill FOLDER --customers N --versions N.
#include <cstdio>

#include <CLI/CLI.hpp>

#include "app/seed/demo.h"
#include "app/store_keys.h"
#include "core/access/sealing_keys.h"
#include "fill/customer.h"
#include "store/open.h"

namespace patchbay::bench {
namespace {

constexpr std::int64_t kEntriesTogether = 4000;

// Writes all versions of customer `id`. Each version is an entry of history.
void write_customer(store::Transaction& transaction, std::int64_t id, std::int64_t versions) {
  Record now = customer(id);
  transaction.save(now, entry_of(nullptr, now));
  for (std::int64_t i = 1; i < versions; ++i) {
    Record next = updated(now, id * versions + i);
    transaction.save(next, entry_of(&now, next));
    now = std::move(next);
  }
}

bool fill(store::Store& store, std::int64_t customers, std::int64_t versions) {
  const std::int64_t together = std::max<std::int64_t>(1, kEntriesTogether / versions);
  const std::int64_t end = kFirst + customers;
  for (std::int64_t first = kFirst; first < end; first += together) {
    const auto committed = store::write_and_wait(store, [&](store::Transaction& transaction) {
      for (std::int64_t id = first; id < std::min(first + together, end); ++id)
        write_customer(transaction, id, versions);
      return true;
    });
    if (committed != store::Committed::yes) return false;
  }
  return true;
}

int complain(const std::string& sentence) {
  std::fprintf(stderr, "fill: %s\n", sentence.c_str());
  return 1;
}

int run(int count, char** arguments) {
  CLI::App program{"Makes a data folder with the demo and many customers."};
  std::string folder;
  std::int64_t customers = 100'000;
  std::int64_t versions = 1;
  program.add_option("folder", folder, "Must not hold a store yet")->required();
  program.add_option("--customers", customers, "How many")->check(CLI::Range(1, 9'000'000));
  program.add_option("--versions", versions, "Of each")->check(CLI::Range(1, 60));
  CLI11_PARSE(program, count, arguments);

  const auto clock = system_clock();
  const auto random = system_random();
  std::optional<core::SealingKeys> keys;
  auto store = store::open_sqlite(
      {.random = *random,
       .folder = folder,
       .started = clock->now(),
       .address = "fill",
       .trust = app::make_trust(std::filesystem::path(folder) / "sealing.key", *random, keys),
       .seal_ms = 1000});
  if (!store) return complain(store.error().what);
  if (!app::is_empty(**store)) return complain(folder + " holds a store already");
  const bool done =
      app::bootstrap_demo({**store, *clock, *random, "EUR"}) && fill(**store, customers, versions);
  (*store)->close();
  return done ? 0 : complain(folder + " cannot be written");
}

}  // namespace
}  // namespace patchbay::bench

int main(int count, char** arguments) { return patchbay::bench::run(count, arguments); }
