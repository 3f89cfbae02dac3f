// Follows the outside system over the store of one session, with the server's own watcher and jobs.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/systems/watched_system.h"
#include "simulation/vendor.h"

namespace patchbay::simulation {

class Follower {
 public:
  // The arguments must outlive this object, and the store must be closed before it ends.
  Follower(World& world, Vendor& vendor);
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  // Follows until `is_over`, and then gives the lease back. A task.
  void run(const std::function<bool()>& is_over);
  // What people do in the system until `is_over`. A task.
  void work_there(const std::function<bool()>& is_over);
  // Waits for the jobs, which have ended or cannot go on.
  void finish();
  // Brings both sides into step. Nothing may fail.
  void bring_to_rest();

 private:
  class Jobs;

  void step();

  World& world_;
  Vendor& vendor_;
  std::unique_ptr<Jobs> jobs_;
  std::atomic<bool> is_ending_ = false;
  OutsideSystem system_;
  app::WatchedSystem watched_;
};

// What is wrong with both sides once they were brought into step, with what the store holds.
[[nodiscard]] std::vector<std::string> judge(World& world, const Vendor& vendor,
                                             const FinalState& end, Reached& reached);

}  // namespace patchbay::simulation
