// The position goes on only once each customer that was changed is in step, is parked to be tried
// again, or waits for a person.
#include "app/systems/watched_system.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <utility>

#include "app/systems/store_links.h"
#include "base/result.h"
#include "reach/delivery/engine.h"
#include "reach/delivery/retry.h"

namespace patchbay::app {
namespace {

constexpr std::size_t kPage = 200;

using reach::Engine;
using store::Committed;
using store::ReadTransaction;
using store::Transaction;

FeedPosition newest(ReadTransaction& reader) {
  return reader.feed({.below = kRoot, .after = std::nullopt, .limit = 1}).next;
}

bool is_same(const Destination& one, const Destination& other) {
  return one.holder == other.holder && one.fence == other.fence && one.beat == other.beat;
}

core::ApplySystem to_apply(const core::SystemComparison& plan) {
  core::ApplySystem out{.version = plan.version, .changes = {}};
  for (const core::SystemFinding& each : plan.findings) {
    core::PlannedSystemChange change{.customer = each.customer,
                                     .name = each.name,
                                     .there = each.there,
                                     .makes = each.makes,
                                     .writes = {},
                                     .conflicts = {}};
    for (const core::SystemWrite& write : each.writes)
      change.writes.push_back(
          {write.field, write.to_system, write.before_digest, write.after_digest});
    for (const core::SystemConflict& conflict : each.conflicts)
      if (conflict.kind == "conflict") change.conflicts.push_back(conflict.field);
    out.changes.push_back(std::move(change));
  }
  return out;
}

// The wait after this number of failures in a row.
std::int64_t pause_seconds(std::int64_t failures) {
  return std::min(WatchedSystem::kPauseSeconds << std::min<std::int64_t>(failures - 1, 10),
                  WatchedSystem::kPauseSecondsMax);
}

// Without the words of the system, which may hold values of customers: the log keeps none.
std::string reason_of(ErrorKind kind) {
  if (kErrorClasses[static_cast<std::size_t>(kind)] == ErrorClass::failed)
    return "it cannot be reached, or its replies cannot be read";
  return "it refuses what is asked, or it is asked for too much (" + std::string(word(kind)) + ')';
}

Fault wrong_outcome() { return Fault(ErrorKind::unavailable, "the outcome is of another kind"); }

}  // namespace

void WatchedSystem::note(const OutsideSystem& system, WatchNotice::Kind kind,
                         std::string what) const {
  if (options_.notice)
    options_.notice(
        {.kind = kind, .system = system.id, .name = system.name, .what = std::move(what)});
}

bool WatchedSystem::step(const OutsideSystem& system) {
  const Instant now = options_.clock.now();
  try {
    if (holds(system, now)) turn(system, now);
    return true;
  } catch (const store::Unavailable&) {
    return false;
  }
}

// ---- the lease

bool WatchedSystem::holds(const OutsideSystem& system, Instant now) {
  const auto found = options_.store.read()->destination(system.id);
  if (is_held_) {
    if (!found || found->fence != state_.fence) {
      is_held_ = false;
      other_.reset();
      return false;
    }
    return options_.is_alone || now.us - saved_.us < Engine::kBeatUs || save();
  }
  if (found && !(other_ && is_same(*found, *other_))) {
    other_ = found;
    other_since_ = now;
  }
  const bool is_free = !found || found->holder.empty() || options_.is_alone ||
                       now.us - other_since_.us >= Engine::kLeaseUs;
  return is_free && takes(system, found);
}

bool WatchedSystem::takes(const OutsideSystem& system, const std::optional<Destination>& seen) {
  Destination taken;
  const auto committed = store::write_and_wait(options_.store, [&](Transaction& transaction) {
    const auto live = transaction.reference(ReferenceKind::system, system.id);
    const auto kept = transaction.destination(system.id);
    if (!live || live->deleted || kept.has_value() != seen.has_value() ||
        (kept && !is_same(*kept, *seen)))
      return false;
    taken = kept ? *kept : Destination{.id = system.id, .position = newest(transaction)};
    taken.holder = options_.node;
    ++taken.fence;
    ++taken.beat;
    transaction.save(taken);
    return true;
  });
  if (committed != Committed::yes) return false;
  if (seen && !seen->holder.empty() && !options_.is_alone)
    note(system, WatchNotice::Kind::taken_over, "another node no longer follows it");
  saved_ = options_.clock.now();
  state_ = std::move(taken);
  is_held_ = true;
  return true;
}

bool WatchedSystem::save() {
  ++state_.beat;
  const auto committed = store::write_and_wait(options_.store, [&](Transaction& transaction) {
    const auto kept = transaction.destination(state_.id);
    if (!kept || kept->fence != state_.fence) return false;
    transaction.save(state_);
    return true;
  });
  if (committed == Committed::yes) saved_ = options_.clock.now();
  if (committed == Committed::nothing) is_held_ = false;
  return committed == Committed::yes;
}

void WatchedSystem::give_back() {
  if (!is_held_) return;
  state_.holder.clear();
  try {
    (void)save();
  } catch (const store::Unavailable&) {
    is_held_ = false;  // another node takes it once it has waited
  }
  is_held_ = false;
}

// ---- a turn

bool WatchedSystem::is_due(Instant now) const {
  return now >= next_ || (wants_all_ && now.us - compared_.us >= rest_us_);
}

void WatchedSystem::turn(const OutsideSystem& system, Instant now) {
  if (system.version != version_) {
    // Other fields may be kept in step now, and what failed may be mended.
    version_ = system.version;
    next_ = now;
    state_.paused_until = {};
  }
  if (now < state_.paused_until) return;
  Seen seen = look(system, now);
  wants_all_ = wants_all_ || seen.has_others;
  if (is_due(now)) return finish(system, compare_all(system), now);
  if (seen.linked.empty() && seen.next == state_.position) return;
  finish(system, bring_linked(system, std::move(seen)), now);
}

Result<void> WatchedSystem::bring_linked(const OutsideSystem& system, Seen seen) {
  if (!seen.linked.empty())
    TRY_DO(bring(system, {.customers = seen.linked,
                          .owners = {},
                          .plans = true,
                          .limit = core::UseSystem::kCustomersMax}));
  if (is_held_) state_.position = std::move(seen.next);
  return {};
}

WatchedSystem::Seen WatchedSystem::look(const OutsideSystem& system, Instant now) {
  const auto reader = options_.store.read();
  Seen out{.next = state_.position, .linked = {}};
  const CustomerId top{system.below};
  auto page = reader->feed({.below = top, .after = state_.position, .limit = kPage});
  if (page.lost) {  // the store was restored from a backup
    page = reader->feed({.below = top, .after = std::nullopt, .limit = 1});
    out.has_others = true;
  }
  out.next = page.next;
  std::vector<CustomerId> changed;
  for (const FeedEntry& each : page.entries) changed.push_back(each.entry.customer);
  for (const ParkedDelivery& each : state_.parked)
    if (each.due <= now && changed.size() < core::UseSystem::kCustomersMax)
      changed.push_back(each.customer);
  std::ranges::sort(changed);
  const auto repeated = std::ranges::unique(changed);
  changed.erase(repeated.begin(), repeated.end());
  for (const CustomerId each : changed) {
    const auto customer = reader->customer(each);
    if (!customer || customer->deleted() || each == top) continue;
    const auto link = reader->system_link(system.id, each);
    if (link && !link->there.empty())
      out.linked.push_back(each);
    else
      out.has_others = true;
  }
  return out;
}

Result<void> WatchedSystem::compare_all(const OutsideSystem& system) {
  const Instant begun = options_.clock.now();
  FeedPosition position = newest(*options_.store.read());
  std::vector<ParkedDelivery> parked = std::exchange(state_.parked, {});
  wants_all_ = false;
  const auto again = [&](Fault fault) -> Result<void> {
    wants_all_ = true;
    if (is_held_) state_.parked = std::move(parked);
    return std::unexpected(std::move(fault));
  };
  for (CustomerId after{};;) {
    const auto found = bring(
        system,
        {.owners = {}, .plans = true, .after = after, .limit = core::UseSystem::kCustomersMax});
    if (!found) return again(found.error());
    if (!is_held_) return {};
    if (!found->more) break;
    after = found->findings.back().id;
  }
  state_.position = std::move(position);
  compared_ = options_.clock.now();
  rest_us_ = std::max((compared_.us - begun.us) * kRestTimes, kRestSeconds * 1'000'000);
  next_ =
      std::max(compared_.plus_seconds(system.watch_minutes * 60), Instant{compared_.us + rest_us_});
  return {};
}

Result<core::SystemComparison> WatchedSystem::bring(const OutsideSystem& system,
                                                    core::CompareSystem compare) {
  const std::vector<CustomerId> asked = compare.customers;
  core::Outcome planned = TRY(ask(system, {.id = system.id, .what = std::move(compare)}));
  auto* plan = std::get_if<core::SystemComparison>(&planned);
  if (!plan) return std::unexpected(wrong_outcome());
  if (is_held_) settle(asked, *plan);
  if (plan->findings.empty() || !is_held_) return std::move(*plan);
  const core::Outcome done = TRY(ask(system, {.id = system.id, .what = to_apply(*plan)}));
  const auto* applied = std::get_if<core::SystemApplied>(&done);
  if (!applied) return std::unexpected(wrong_outcome());
  settle(*plan, *applied);
  if (!applied->stopped.empty())
    return std::unexpected(Fault(ErrorKind::unavailable, applied->stopped));
  return std::move(*plan);
}

// Keeps the lease while the job is under way.
Result<core::Outcome> WatchedSystem::ask(const OutsideSystem& system, core::UseSystem use) {
  const auto promise = std::make_shared<std::promise<Result<core::Outcome>>>();
  auto future = promise->get_future();
  if (!options_.systems.use(
          {.system = system,
           .principal = system.principal,
           .door = "native",
           .use = std::move(use)},
          [promise](Result<core::Outcome> outcome) { promise->set_value(std::move(outcome)); }))
    return std::unexpected(
        Fault(ErrorKind::too_many_requests, "too much is being done with outside systems"));
  while (future.wait_for(std::chrono::microseconds(Engine::kBeatUs)) != std::future_status::ready)
    if (is_held_ && !options_.is_alone) (void)save();
  return future.get();
}

// What is tried again: customers that cannot be read now.
void WatchedSystem::settle(const std::vector<CustomerId>& asked,
                           const core::SystemComparison& plan) {
  for (const CustomerId each : asked) {
    const bool is_unread = std::ranges::any_of(plan.remarks, [&](const core::SystemRemark& one) {
      return one.kind == "unreadable" && one.customer == std::to_string(each.value);
    });
    const bool is_found =
        std::ranges::find(plan.findings, each, &core::SystemFinding::id) != plan.findings.end();
    if (is_unread)
      park(each);
    else if (!is_found)
      unpark(each);
  }
}

// And those whose change is unclear, or was stale because a side had just changed.
void WatchedSystem::settle(const core::SystemComparison& plan, const core::SystemApplied& applied) {
  for (const core::SystemApplied::Item& each : applied.items) {
    if (each.result != "linked" && each.result != "already") ++done_[each.result];
    const auto finding =
        std::ranges::find(plan.findings, each.customer, &core::SystemFinding::customer);
    if (!is_held_ || finding == plan.findings.end()) continue;
    if (each.result == "unclear" || each.result == "stale")
      park(finding->id);
    else
      unpark(finding->id);
  }
}

void WatchedSystem::unpark(CustomerId customer) {
  std::erase_if(state_.parked,
                [&](const ParkedDelivery& each) { return each.customer == customer; });
}

// What fails too often waits for the next comparison of all customers.
void WatchedSystem::park(CustomerId customer) {
  auto found = std::ranges::find(state_.parked, customer, &ParkedDelivery::customer);
  if (found == state_.parked.end()) {
    if (state_.parked.size() >= Destination::kWaitingMax) {
      wants_all_ = true;
      return;
    }
    found = state_.parked.insert(found, {.entry = state_.position.entry, .customer = customer});
  }
  if (++found->attempts >= reach::kAttemptsMax) return unpark(customer);
  found->due = options_.clock.now().plus_seconds(pause_seconds(found->attempts));
}

void WatchedSystem::finish(const OutsideSystem& system, const Result<void>& result, Instant now) {
  std::string counts;
  for (const auto& [word, count] : std::exchange(done_, {}))
    counts += (counts.empty() ? "" : ", ") + std::to_string(count) + ' ' + word;
  if (!counts.empty()) note(system, WatchNotice::Kind::applied, counts);
  // A job that ended because the description was changed says nothing about the system.
  if (!is_held_ || options_.is_ending ||
      !StoreLinks::is_current(*options_.store.read(), system.id, system.version))
    return;
  if (result) {
    if (std::exchange(state_.failures, 0) > 0)
      note(system, WatchNotice::Kind::working, "it answers again");
  } else {
    if (state_.failures == 0) {
      state_.failing_since = now;
      note(system, WatchNotice::Kind::failing, reason_of(result.error().kind));
    }
    state_.paused_until = options_.clock.now().plus_seconds(pause_seconds(++state_.failures));
  }
  (void)save();
}

}  // namespace patchbay::app
