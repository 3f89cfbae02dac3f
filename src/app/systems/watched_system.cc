// The position goes on only once each customer that was changed is in step, is parked to be tried
// again, or waits for a person.
#include "app/systems/watched_system.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "app/systems/store_links.h"
#include "base/result.h"
#include "base/text.h"
#include "reach/delivery/engine.h"
#include "reach/delivery/retry.h"

namespace patchbay::app {
namespace {

constexpr std::size_t kPage = 200;

using reach::Engine;

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

bool is_unread(const core::SystemComparison& plan, CustomerId customer) {
  return std::ranges::any_of(plan.remarks, [&](const core::SystemRemark& each) {
    return each.kind == "unreadable" && each.customer == std::to_string(customer.value);
  });
}

// What a job answers, once it has ended.
struct Answer {
  explicit Answer(Threads& threads) : set(threads.condition()) {}

  std::mutex mutex;
  std::unique_ptr<Threads::Condition> set;
  bool is_there = false;
  Result<core::Outcome> outcome = std::unexpected(Fault(ErrorKind::unavailable, "no outcome"));
};

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
    is_damaged_ = false;
    return true;
  } catch (const store::Damaged&) {
    // It stays so until somebody restores the store. The log has it once.
    if (!std::exchange(is_damaged_, true))
      note(system, WatchNotice::Kind::failing, "the store is damaged where it is read for this");
    return false;
  } catch (const store::Unavailable&) {
    return false;
  }
}

bool WatchedSystem::is_due(Instant now) const {
  return now >= next_ || (wants_all_ && now.us - compared_.us >= rest_us_);
}

void WatchedSystem::look_at_clock(const OutsideSystem& system, Instant now) {
  if (!guard_.look(now)) return;
  constexpr std::int64_t kLongest = kPauseSecondsMax * 1'000'000;
  state_.paused_until = guard_.mended(state_.paused_until, kLongest);
  state_.failing_since = std::min(state_.failing_since, now);
  for (ParkedDelivery& each : state_.parked) each.due = guard_.mended(each.due, kLongest);
  next_ = guard_.mended(next_, std::max(system.watch_minutes * 60'000'000, rest_us_));
  compared_ = std::min(compared_, now);
}

void WatchedSystem::turn(const OutsideSystem& system, Instant now) {
  look_at_clock(system, now);
  if (system.version != version_) {
    // Other fields may be kept in step now, and what failed may be mended.
    version_ = system.version;
    next_ = now;
    failed_ = 0;
    state_.paused_until = {};
    for (ParkedDelivery& each : state_.parked) each.due = now;
  }
  if (now < state_.paused_until) return;
  Seen seen = look(system, now);
  wants_all_ = wants_all_ || seen.has_others;
  const bool is_new = !seen.linked.empty() || seen.next != state_.position;
  // What was changed goes first: it does not wait for a comparison that fails.
  const Result<void> brought = is_new ? bring_linked(system, std::move(seen)) : Result<void>();
  Result<void> compared;
  const bool compares = brought && is_held_ && is_due(now);
  if (compares) compared = compare_all(system);
  if (is_new || compares) finish(system, brought, compared, now);
}

// All are parked to be tried again if none can be read, so that they do not stand in the way of
// others; the system counts as failing then.
Result<void> WatchedSystem::bring_linked(const OutsideSystem& system, Seen seen) {
  Result<void> out;
  if (!seen.linked.empty()) {
    const auto plan = TRY(bring(system, {.customers = seen.linked,
                                         .owners = {},
                                         .plans = true,
                                         .limit = core::UseSystem::kCustomersMax}));
    if (std::ranges::all_of(seen.linked, [&](CustomerId each) { return is_unread(plan, each); }))
      out = std::unexpected(Fault(ErrorKind::unavailable, "none can be read"));
  }
  if (is_held_) state_.position = std::move(seen.next);
  return out;
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
    if (waits(each, now)) continue;
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
  const std::vector<ParkedDelivery> before = state_.parked;
  wants_all_ = false;
  Result<void> out;
  for (CustomerId after{};;) {
    const auto found =
        bring(system, {.owners = {}, .plans = true, .after = after, .limit = kPlannedAtOnce});
    if (!found) out = std::unexpected(found.error());
    if (!is_held_) return {};
    if (!found || !found->more) break;
    after = found->findings.back().id;
  }
  compared_ = options_.clock.now();
  if (!out) {
    wants_all_ = true;
    rest_us_ = pause_seconds(++failed_) * 1'000'000;
    next_ = {compared_.us + rest_us_};
    return out;
  }
  failed_ = 0;
  // What was parked before and not again now is in step, or waits for a person.
  std::erase_if(state_.parked, [&](const ParkedDelivery& each) {
    return std::ranges::find(before, each) != before.end();
  });
  state_.position = std::move(position);
  rest_us_ = std::max((compared_.us - begun.us) * kRestTimes, kRestSeconds * 1'000'000);
  next_ =
      std::max(compared_.plus_seconds(system.watch_minutes * 60), Instant{compared_.us + rest_us_});
  return out;
}

Result<core::SystemComparison> WatchedSystem::bring(const OutsideSystem& system,
                                                    core::CompareSystem compare) {
  const bool is_first = compare.after == CustomerId{};
  const std::vector<CustomerId> asked = compare.customers;
  core::Outcome planned = TRY(ask(system, {.id = system.id, .what = std::move(compare)}));
  auto* plan = std::get_if<core::SystemComparison>(&planned);
  if (!plan) return std::unexpected(wrong_outcome());
  // The remarks are of all pages.
  if (is_held_ && is_first) settle(asked, *plan);
  if (!is_held_) return std::move(*plan);
  core::ApplySystem apply = to_apply(*plan);
  const Instant now = options_.clock.now();
  std::erase_if(apply.changes, [&](const core::PlannedSystemChange& each) {
    const auto finding =
        std::ranges::find(plan->findings, each.customer, &core::SystemFinding::customer);
    return asked.empty() && waits(finding->id, now);
  });
  if (apply.changes.empty()) return std::move(*plan);
  const core::Outcome done = TRY(ask(system, {.id = system.id, .what = std::move(apply)}));
  const auto* applied = std::get_if<core::SystemApplied>(&done);
  if (!applied) return std::unexpected(wrong_outcome());
  settle(*plan, *applied);
  if (!applied->stopped.empty())
    return std::unexpected(Fault(ErrorKind::unavailable, applied->stopped));
  return std::move(*plan);
}

// Keeps the lease while the job is under way.
Result<core::Outcome> WatchedSystem::ask(const OutsideSystem& system, core::UseSystem use) {
  Threads& threads = options_.threads;
  const auto answer = std::make_shared<Answer>(threads);
  if (!options_.systems.use({.system = system,
                             .principal = system.principal,
                             .door = "native",
                             .use = std::move(use)},
                            [answer](Result<core::Outcome> outcome) {
                              {
                                const std::lock_guard lock(answer->mutex);
                                answer->outcome = std::move(outcome);
                                answer->is_there = true;
                              }
                              answer->set->notify_one();
                            }))
    return std::unexpected(
        Fault(ErrorKind::too_many_requests, "too much is being done with outside systems"));
  std::unique_lock lock(answer->mutex);
  const auto is_there = [&] { return answer->is_there; };
  while (!answer->set->wait_until(lock, threads.now() + std::chrono::microseconds(Engine::kBeatUs),
                                  is_there)) {
    if (!is_held_ || options_.is_alone) continue;
    lock.unlock();
    (void)save();
    lock.lock();
  }
  return std::move(answer->outcome);
}

// What is tried again: customers that cannot be read now, or are missing there.
void WatchedSystem::settle(const std::vector<CustomerId>& asked,
                           const core::SystemComparison& plan) {
  for (const core::SystemRemark& each : plan.remarks) {
    const auto customer = parse_whole(each.customer);
    const bool is_asked = !asked.empty() || each.kind == "unreadable";
    if (customer && is_asked && (each.kind == "unreadable" || each.kind == "missing"))
      park(CustomerId{*customer});
  }
  for (const CustomerId each : asked) {
    const bool is_remarked = std::ranges::find(plan.remarks, std::to_string(each.value),
                                               &core::SystemRemark::customer) != plan.remarks.end();
    const bool is_found =
        std::ranges::find(plan.findings, each, &core::SystemFinding::id) != plan.findings.end();
    if (!is_remarked && !is_found) unpark(each);
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

bool WatchedSystem::waits(CustomerId customer, Instant now) const {
  const auto found = std::ranges::find(state_.parked, customer, &ParkedDelivery::customer);
  return found != state_.parked.end() && found->due > now;
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
  if (++found->attempts >= reach::kAttemptsMax) {
    wants_all_ = true;
    return unpark(customer);
  }
  found->due = options_.clock.now().plus_seconds(pause_seconds(found->attempts));
}

void WatchedSystem::finish(const OutsideSystem& system, const Result<void>& brought,
                           const Result<void>& compared, Instant now) {
  std::string counts;
  for (const auto& [word, count] : std::exchange(done_, {}))
    counts += (counts.empty() ? "" : ", ") + std::to_string(count) + ' ' + word;
  if (!counts.empty()) note(system, WatchNotice::Kind::applied, counts);
  // A job that ended because the description was changed says nothing about the system.
  if (!is_held_ || options_.is_ending ||
      !StoreLinks::is_current(*options_.store.read(), system.id, system.version))
    return;
  if (brought && compared) {
    // A comparison that failed is not made good by changes that went there.
    if (failed_ == 0 && std::exchange(state_.failures, 0) > 0)
      note(system, WatchNotice::Kind::working, "it answers again");
  } else {
    if (state_.failures == 0) {
      state_.failing_since = now;
      note(system, WatchNotice::Kind::failing,
           reason_of((brought ? compared : brought).error().kind));
    }
    ++state_.failures;
  }
  // A comparison that fails has its own pause.
  if (!brought)
    state_.paused_until = options_.clock.now().plus_seconds(pause_seconds(state_.failures));
  (void)save();
}

}  // namespace patchbay::app
