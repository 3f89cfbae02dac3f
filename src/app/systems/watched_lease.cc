// The lease of a watched system, and how it is saved with the state.
#include <utility>

#include "app/systems/watched_system.h"
#include "reach/delivery/engine.h"
#include "store/awaited.h"

namespace patchbay::app {
namespace {

using reach::Engine;
using store::Committed;
using store::Transaction;

bool is_same(const Destination& one, const Destination& other) {
  return one.holder == other.holder && one.fence == other.fence && one.beat == other.beat;
}

}  // namespace

FeedPosition WatchedSystem::newest(store::ReadTransaction& reader) {
  return reader.feed({.below = kRoot, .after = std::nullopt, .limit = 1}).next;
}

bool WatchedSystem::holds(const OutsideSystem& system, Instant now) {
  const auto found = options_.store.read()->destination(OutsideSystem::destination(system.id));
  if (is_held_) {
    if (!found || found->fence != state_.fence) {
      is_held_ = false;
      other_.reset();
      return false;
    }
    // The clock may have been set back.
    const bool is_fresh = now >= saved_ && now.us - saved_.us < Engine::kBeatUs;
    return options_.is_alone || is_fresh || save();
  }
  if (found && !(other_ && is_same(*found, *other_) && now >= other_since_)) {
    other_ = found;
    other_since_ = now;
  }
  const bool is_free = !found || found->holder.empty() || options_.is_alone ||
                       now.us - other_since_.us >= Engine::kLeaseUs;
  return is_free && takes(system, found);
}

bool WatchedSystem::takes(const OutsideSystem& system, const std::optional<Destination>& seen) {
  const std::int64_t id = OutsideSystem::destination(system.id);
  Destination taken;
  const auto committed = store::write_and_wait(
      options_.store,
      [&](Transaction& transaction) {
        const auto live = transaction.reference(ReferenceKind::system, system.id);
        const auto kept = transaction.destination(id);
        if (!live || live->deleted || kept.has_value() != seen.has_value() ||
            (kept && !is_same(*kept, *seen)))
          return false;
        taken = kept ? *kept : Destination{.id = id, .position = newest(transaction)};
        taken.holder = options_.node;
        ++taken.fence;
        ++taken.beat;
        transaction.save(taken);
        return true;
      },
      {}, options_.threads);
  if (committed != Committed::yes) return false;
  if (seen && !seen->holder.empty() && !options_.is_alone)
    note(system, WatchNotice::Kind::taken_over, "another node no longer follows it");
  saved_ = options_.clock.now();
  state_ = std::move(taken);
  guard_ = {};
  is_held_ = true;
  // What another node saw of customers without a link is not known here.
  next_ = {};
  wants_all_ = false;
  failed_ = 0;
  return true;
}

bool WatchedSystem::save() {
  ++state_.beat;
  const auto committed = store::write_and_wait(
      options_.store,
      [&](Transaction& transaction) {
        const auto kept = transaction.destination(state_.id);
        if (!kept || kept->fence != state_.fence) return false;
        transaction.save(state_);
        return true;
      },
      {}, options_.threads);
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

}  // namespace patchbay::app
