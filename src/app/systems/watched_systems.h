// Follows the outside systems that are watched: a thread for each.
#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "app/observe/log.h"
#include "app/systems/watched_system.h"

namespace patchbay::app {

class WatchedSystems {
 public:
  // What is referred to must outlive this.
  struct Sources {
    store::Store& store;
    const Clock& clock;
    Random& random;
    const Log& log;
    core::Systems& systems;
    bool is_alone = false;  // no other node uses the store
  };

  // Starts to look for systems that are watched.
  explicit WatchedSystems(Sources sources);
  ~WatchedSystems() { end(); }
  WatchedSystems(const WatchedSystems&) = delete;
  WatchedSystems& operator=(const WatchedSystems&) = delete;

  // No turn begins any more, and what fails now is not told.
  void stop();
  // Waits for the turns under way: to be called when `systems` takes no more jobs, before the store
  // is closed.
  void end();

 private:
  struct Watched {
    OutsideSystem system;
    bool is_wanted = true;
    bool has_ended = false;
    std::thread thread;
  };

  void look();
  void follow(Watched& watched);
  // Returns false once this ends.
  bool rest(std::unique_lock<std::mutex>& lock);
  void note(const WatchNotice& notice) const;

  Sources sources_;
  const std::string node_;
  std::atomic<bool> is_ending_ = false;
  std::mutex mutex_;
  std::condition_variable waking_;
  std::map<std::int64_t, Watched> watched_;  // by the number of the system
  std::thread looking_;
};

}  // namespace patchbay::app
