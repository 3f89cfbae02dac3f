// What a run stands on: its disk, its clock, its tasks, and the server's parts over them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "core/call/deliveries.h"
#include "core/call/systems.h"
#include "core/service.h"
#include "simulation/dice.h"
#include "simulation/disk.h"
#include "simulation/history.h"
#include "simulation/scheduler.h"
#include "simulation/trace.h"
#include "store/open.h"
#include "store/store.h"

namespace patchbay::simulation {

enum class Planted : std::uint8_t {
  nothing,
#define PLANTED(fault, meaning) fault,
#include "simulation/planted.def"
#undef PLANTED
};

// What all runs of a process share. Only one run at a time.
struct Ground {
  // Makes the folder, and a store with a few customers and principals.
  Ground();
  ~Ground();
  Ground(const Ground&) = delete;
  Ground& operator=(const Ground&) = delete;

  // Holds nothing but the lock of the store, because the database is on the disk in memory.
  std::filesystem::path folder;
  Stacks stacks;
  store::SchemaMemo schema_memo;
  DiskImage base;
};

// The clock on the wall: the run's time, and how far somebody has set it.
class WallClock final : public Clock {
 public:
  explicit WallClock(const Scheduler& scheduler) : scheduler_(scheduler) {}
  [[nodiscard]] Instant now() const override { return {kStartUs + scheduler_.now_us() + set_us_}; }
  void set_by_seconds(std::int64_t seconds) {
    set_us_ += seconds * 1'000'000;
    set_backs_ += seconds < 0 ? 1 : 0;
  }
  // How often it was set back.
  [[nodiscard]] std::uint64_t set_backs() const { return set_backs_; }

 private:
  static constexpr std::int64_t kStartUs = 1'800'000'000'000'000;
  const Scheduler& scheduler_;
  std::int64_t set_us_ = 0;
  std::uint64_t set_backs_ = 0;
};

// Webhooks can be changed. Messages are sent by the engines of a session.
class AnyAddress final : public core::Deliveries {
 public:
  [[nodiscard]] std::string objection_to(const std::string&) const override { return {}; }
  bool test(const Webhook&, std::function<void(core::DeliveryAnswer)>) override { return false; }
};

// Systems can be described. Jobs are those of a session.
class AnySystem final : public core::Systems {
 public:
  [[nodiscard]] std::vector<Problem> objections_to(const OutsideSystem&) const override {
    return {};
  }
  bool use(Job, std::function<void(Result<core::Outcome>)>) override { return false; }
};

struct World {
  World(Ground& ground, std::uint64_t seed, Planted planted, bool prints);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // Opens the store and makes the service. The error is the store's.
  [[nodiscard]] std::optional<std::string> open();
  // Closes what open() has opened. No call may be under way.
  void close();
  // Reads everything. To be called while the store is open and nothing fails.
  [[nodiscard]] FinalState read_all();

  Ground& ground;
  const Planted planted;
  Dice dice;
  Trace trace;
  Scheduler scheduler;
  Disk disk;
  DiskLayer layer;
  WallClock clock;
  AnyAddress deliveries;
  AnySystem systems;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<core::Service> service;

 private:
  // The settings of this run.
  std::size_t record_cache_bytes_ = 0;
  int wal_pages_max_ = 0;
};

// The secret of each principal of the base is "key-" and its name: owner (home 1, system owner),
// reseller (home 2), admin (home 10, administrator), stranger (home 3, reseller).
[[nodiscard]] core::Caller caller(const std::string& name);

// A store that does what is planted, over `inner`.
[[nodiscard]] std::unique_ptr<store::Store> planted_store(std::unique_ptr<store::Store> inner,
                                                          Planted planted, Dice& dice);

}  // namespace patchbay::simulation
