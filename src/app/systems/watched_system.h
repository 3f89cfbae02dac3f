// Follows one outside system: what changes here goes there soon, and both sides are compared now
// and then. Each turn plans and applies, as a caller of /v1/systems would.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/threads.h"
#include "core/call/systems.h"
#include "record/admin/destination.h"
#include "store/store.h"

namespace patchbay::app {

// Something that an operator should know.
struct WatchNotice {
  enum class Kind : std::uint8_t { failing, working, taken_over, applied };
  Kind kind{};
  std::int64_t system = 0;
  std::string name{};
  std::string what{};  // why, or what was done
};

// Of several nodes the one that holds the lease follows the system: its state is a destination of
// the same number, as that of a webhook. Threads: one at a time.
class WatchedSystem {
 public:
  struct Options {
    store::Store& store;
    const Clock& clock;
    core::Systems& systems;              // does the jobs
    std::string node{};                  // for leases; another at each start
    bool is_alone = false;               // no other node uses the store
    const std::atomic<bool>& is_ending;  // failures from now on say nothing
    std::function<void(const WatchNotice&)> notice{};
    Threads& threads = system_threads();  // that the caller and the store use
  };
  // How often a caller should call step().
  static constexpr std::int64_t kLookUs = 500'000;
  // Between two comparisons of all customers at least this time passes, and nine times as long as
  // the first one took, so that no system is busy with comparing.
  static constexpr std::int64_t kRestSeconds = 60;
  static constexpr std::int64_t kRestTimes = 9;
  // Customers of one plan when all are compared: each plan compares all of them again.
  static constexpr std::size_t kPlannedAtOnce = 5000;
  // The wait after a failure of the system or of one customer; it doubles with each that follows,
  // up to the second.
  static constexpr std::int64_t kPauseSeconds = 5;
  static constexpr std::int64_t kPauseSecondsMax = 600;

  // What is referred to must outlive this.
  explicit WatchedSystem(Options options) : options_(std::move(options)) {}

  // Does what is due. Waits for the system, up to the hour that a job may take. Returns false if
  // the store cannot be read now. Not to be called on a thread of the store or of `systems`.
  bool step(const OutsideSystem& system);
  // Lets another node go on at once.
  void give_back();

 private:
  // What the journal says since the position.
  struct Seen {
    FeedPosition next;
    std::vector<CustomerId> linked;  // to be compared, each once
    bool has_others = false;         // customers without a link were changed
  };

  [[nodiscard]] static FeedPosition newest(store::ReadTransaction& reader);
  [[nodiscard]] bool holds(const OutsideSystem& system, Instant now);
  [[nodiscard]] bool takes(const OutsideSystem& system, const std::optional<Destination>& seen);
  [[nodiscard]] bool save();
  void turn(const OutsideSystem& system, Instant now);
  [[nodiscard]] Seen look(const OutsideSystem& system, Instant now);
  [[nodiscard]] bool is_due(Instant now) const;
  // Mends what waits, if the clock was set back.
  void look_at_clock(const OutsideSystem& system, Instant now);
  Result<void> bring_linked(const OutsideSystem& system, Seen seen);
  Result<void> compare_all(const OutsideSystem& system);
  // Plans with what `compare` names, and applies. Returns the plan.
  Result<core::SystemComparison> bring(const OutsideSystem& system, core::CompareSystem compare);
  Result<core::Outcome> ask(const OutsideSystem& system, core::UseSystem use);
  void settle(const std::vector<CustomerId>& asked, const core::SystemComparison& plan);
  void settle(const core::SystemComparison& plan, const core::SystemApplied& applied);
  void park(CustomerId customer);
  void unpark(CustomerId customer);
  // Whether it is parked, and not to be tried yet.
  [[nodiscard]] bool waits(CustomerId customer, Instant now) const;
  void finish(const OutsideSystem& system, const Result<void>& brought,
              const Result<void>& compared, Instant now);
  void note(const OutsideSystem& system, WatchNotice::Kind kind, std::string what) const;

  const Options options_;
  bool is_held_ = false;  // the lease, by this node
  Destination state_;     // while it is held
  Instant saved_;         // when the lease was known to be held
  // The lease of another node, and since when it has looked like this.
  std::optional<Destination> other_;
  Instant other_since_;
  Version version_ = 0;  // of the description that was compared last
  WaitGuard guard_;      // since the lease was taken
  Instant compared_;     // the end of the last comparison of all customers
  Instant next_;         // when all are compared next
  std::int64_t rest_us_ = 0;
  bool wants_all_ = false;   // some customers are brought into step by a comparison only
  std::int64_t failed_ = 0;  // comparisons of all in a row
  bool is_damaged_ = false;  // the store
  std::map<std::string, std::size_t> done_;
};

}  // namespace patchbay::app
