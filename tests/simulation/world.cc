// Makes the base of all runs once, and the parts of each run.
#include "simulation/world.h"

#include <array>
#include <cstdlib>

#include <sqlite3.h>
#include <unistd.h>

#include "core/access/password.h"
#include "core/awaited.h"
#include "core/call/privilege.h"
#include "record/history/chain.h"
#include "simulation/base.h"
#include "store/awaited.h"
#include "store/open.h"
#include "store/sql/engine/connection_pool.h"
#include "store/verify.h"
#include "support/standard_options.h"

namespace patchbay::simulation {
namespace {

constexpr std::uint64_t kBaseSeed = 20'260'101;
constexpr std::size_t kPage = 1000;
constexpr auto kSnapshotAgeMax = store::sql::ConnectionPool::kSnapshotAgeMax;

std::filesystem::path make_folder() {
  const std::filesystem::path memory = "/dev/shm";
  const bool has_memory = ::access(memory.c_str(), W_OK) == 0;
  std::string name = ((has_memory ? memory : std::filesystem::temp_directory_path()) /
                      "patchbay-simulation-XXXXXX")
                         .string();
  if (!::mkdtemp(name.data())) std::abort();
  return name;
}

store::Integrity integrity() { return {.key = std::string(32, 'i')}; }

core::ServiceOptions service_options() {
  core::ServiceOptions out = standard_options();
  out.light_passwords = true;
  out.common_passwords = true;
  // Replies and requests are kept for the whole run, however the clock jumps; old values are not.
  out.idempotency_hours = 1'000'000;
  out.request_days = 100'000;
  out.history_days = 3;
  return out;
}

// By e-mail the outside system recognises customers.
void give_emails(World& world) {
  for (const std::int64_t id : kCustomers) {
    core::UpdateCustomer update{.subject = CustomerId{id}};
    update.edits.push_back(email_of("base" + std::to_string(id)));
    core::Call call{.required_privilege = {.any_of = core::Privilege::administrator},
                    .request = std::move(update)};
    call.options.reason = "base";
    if (!core::handle_as_owner_and_wait(*world.service, std::move(call), {.author = "base"},
                                        world.scheduler))
      std::abort();
  }
}

// Alters one value of one entry, as somebody with the file could.
void alter_history(const std::filesystem::path& file) {
  sqlite3* handle = nullptr;
  const int opened = sqlite3_open_v2(file.c_str(), &handle,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, DiskLayer::kName);
  if (opened != SQLITE_OK ||
      sqlite3_exec(handle,
                   "UPDATE entries SET reason = 'another' WHERE id = (SELECT max(id) FROM entries)",
                   nullptr, nullptr, nullptr) != SQLITE_OK)
    std::abort();
  sqlite3_close_v2(handle);
}

}  // namespace

Ground::Ground() : folder(make_folder()) {
  World world(*this, kBaseSeed, Planted::nothing, /*prints=*/false);
  if (world.open()) std::abort();
  fill_base(*world.store, world.dice, world.scheduler);
  give_emails(world);
  begin_deliveries(*world.store, world.scheduler);
  world.close();
  base = world.disk.image();
}

Ground::~Ground() { std::filesystem::remove_all(folder); }

World::World(Ground& of, std::uint64_t seed, Planted fault, bool prints)
    : ground(of),
      planted(fault),
      dice(seed),
      trace(prints),
      scheduler(of.stacks, dice, trace),
      disk(dice, trace),
      layer(disk),
      clock(scheduler),
      record_cache_bytes_(dice.one_in(4) ? 4096 : 1 << 20),
      wal_pages_max_(static_cast<int>(dice.between(20, 250))) {
  disk.load(ground.base);
  // The store makes its file in the folder; this layer finds its own.
  (void)disk.create((ground.folder / "patchbay.db").string());
  disk.lies_about_sync = planted == Planted::lying_sync;
  disk.drops_one_write_in = planted == Planted::lost_write ? 40 : 0;
}

World::~World() { close(); }

std::optional<std::string> World::open() {
  auto opened = store::open_sqlite({.random = dice,
                                    .folder = ground.folder,
                                    .readers_max = 3,
                                    .reader_wait_ms = 50,
                                    .record_cache_bytes = record_cache_bytes_,
                                    .wal_pages_max = wal_pages_max_,
                                    .vfs = DiskLayer::kName,
                                    .trust = [](const store::Opening&) { return integrity(); },
                                    .seal_ms = 20,
                                    .threads = scheduler,
                                    .schema_memo = &ground.schema_memo});
  if (!opened) return opened.error().what;
  store = planted_store(*std::move(opened), planted, dice);
  core::ServiceOptions options = service_options();
  options.deliveries = &deliveries;
  options.systems = &systems;
  service = core::Service::make(*store, clock, dice, std::string(32, 'k'), std::move(options));
  return std::nullopt;
}

void World::close() {
  if (!store) return;
  store->close();
  service.reset();
  store.reset();
}

FinalState World::read_all() try {
  FinalState out;
  if (planted == Planted::altered_history) {
    alter_history(ground.folder / "patchbay.db");
    // A snapshot may be used again for as long as that.
    scheduler.sleep_us(std::chrono::microseconds(kSnapshotAgeMax).count());
  }
  const auto reader = store->read();
  FeedQuery query{.below = kRoot};
  query.limit = kPage;
  for (bool more = true; more;) {
    FeedPage page = reader->feed(query);
    more = page.more;
    query.after = page.next;
    for (FeedEntry& each : page.entries) out.entries.push_back(std::move(each));
  }
  for (const CustomerId id : reader->customer_ids({}, kPage))
    if (auto record = reader->customer(id)) out.records.emplace(id, *std::move(record));
  for (const std::int64_t id : reader->admin_object_ids(ReferenceKind::plan, 0, kPage))
    for (const AdminEntry& each : reader->history(AdminObjectId{ReferenceKind::plan, id}, 0, kPage))
      out.admin_reasons.push_back(each.by.reason);
  const store::VerifyReport report =
      store::verify(*reader, {}, {.integrity = integrity(), .anchors = {}});
  if (report.difference) out.wrong = *report.difference;
  if (!report.damaged.empty()) out.wrong = report.damaged.front();
  return out;
} catch (const store::Unavailable& error) {
  FinalState out;
  out.wrong = error.what();
  return out;
}

core::Caller caller(const std::string& name) {
  return {core::NameAndSecret{name, Secret("key-" + name)}, "native", "192.0.2.1"};
}

}  // namespace patchbay::simulation
