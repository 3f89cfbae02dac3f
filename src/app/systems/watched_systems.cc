// One thread looks which systems are watched; each of these has a thread, because a turn may wait
// for its system.
#include "app/systems/watched_systems.h"

#include <chrono>
#include <system_error>

#include "base/uuid.h"

namespace patchbay::app {
namespace {

LogEvent event_of(WatchNotice::Kind kind) {
  switch (kind) {
    case WatchNotice::Kind::failing:
      return LogEvent::system_failing;
    case WatchNotice::Kind::working:
      return LogEvent::system_working;
    case WatchNotice::Kind::taken_over:
      return LogEvent::system_taken_over;
    case WatchNotice::Kind::applied:
      return LogEvent::system_applied;
  }
  return LogEvent::system_failing;
}

}  // namespace

WatchedSystems::WatchedSystems(Sources sources)
    : sources_(sources), node_(Uuid::make(sources.random).text()), looking_([this] { look(); }) {}

void WatchedSystems::stop() {
  const std::lock_guard lock(mutex_);
  is_ending_ = true;
  waking_.notify_all();
}

void WatchedSystems::end() {
  stop();
  if (looking_.joinable()) looking_.join();
  for (auto& [id, each] : watched_) each.thread.join();
  watched_.clear();
}

bool WatchedSystems::rest(std::unique_lock<std::mutex>& lock) {
  waking_.wait_for(lock, std::chrono::microseconds(WatchedSystem::kLookUs),
                   [this] { return is_ending_.load(); });
  return !is_ending_;
}

void WatchedSystems::look() {
  std::unique_lock lock(mutex_);
  do {
    lock.unlock();
    std::map<std::int64_t, OutsideSystem> wanted;
    bool is_known = true;
    try {
      for (const Reference& each :
           sources_.store.read()->references(ReferenceKind::system, 0, OutsideSystem::kMax)) {
        OutsideSystem system = to_outside_system(each);
        if (system.watch && system.enabled && !system.deleted)
          wanted.emplace(system.id, std::move(system));
      }
    } catch (const std::exception&) {
      is_known = false;  // those that are watched stay so
    }
    lock.lock();
    if (!is_known) continue;
    for (auto each = watched_.begin(); each != watched_.end();) {
      const auto system = wanted.find(each->first);
      each->second.is_wanted = system != wanted.end();
      if (each->second.is_wanted) each->second.system = system->second;
      wanted.erase(each->first);
      if (!each->second.has_ended) {
        ++each;
        continue;
      }
      each->second.thread.join();
      each = watched_.erase(each);
    }
    for (auto& [id, system] : wanted) {
      Watched& watched = watched_[id];
      watched.system = std::move(system);
      try {
        watched.thread = std::thread([this, &watched] { follow(watched); });
      } catch (const std::system_error&) {  // no more threads: tried again at the next look
        watched_.erase(id);
        break;
      }
    }
  } while (rest(lock));
}

void WatchedSystems::follow(Watched& watched) {
  WatchedSystem one({.store = sources_.store,
                     .clock = sources_.clock,
                     .systems = sources_.systems,
                     .node = node_,
                     .is_alone = sources_.is_alone,
                     .is_ending = is_ending_,
                     .notice = [this](const WatchNotice& notice) { note(notice); }});
  std::unique_lock lock(mutex_);
  while (watched.is_wanted && !is_ending_) {
    const OutsideSystem system = watched.system;
    lock.unlock();
    try {
      (void)one.step(system);                // it is tried again after the rest
    } catch (const std::exception& error) {  // out of memory, for example
      note({.kind = WatchNotice::Kind::failing,
            .system = system.id,
            .name = system.name,
            .what = error.what()});
    }
    lock.lock();
    if (!rest(lock)) break;
  }
  lock.unlock();
  one.give_back();
  lock.lock();
  watched.has_ended = true;
}

void WatchedSystems::note(const WatchNotice& notice) const {
  sources_.log.write(event_of(notice.kind),
                     {{"system", notice.system}, {"name", notice.name}, {"what", notice.what}});
}

}  // namespace patchbay::app
