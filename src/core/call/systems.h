// What core asks of the part that speaks to outside systems.
#pragma once

#include <functional>
#include <vector>

#include "core/call/outcome.h"
#include "record/fault.h"

namespace patchbay::core {

// Threads: any.
class Systems {
 public:
  // What is to be done, and with whose rights: a principal by its number, or the tools of an owner
  // (0).
  struct Job {
    OutsideSystem system;
    std::int64_t principal = 0;
    std::string door;
    UseSystem use;
  };

  virtual ~Systems() = default;
  // What is wrong with a description, member by member; empty: nothing.
  [[nodiscard]] virtual std::vector<Problem> objections_to(const OutsideSystem& system) const = 0;
  // Does the job and calls `done` once, later. Returns false, and does nothing, if too many wait.
  virtual bool use(Job job, std::function<void(Result<Outcome>)> done) = 0;
};

}  // namespace patchbay::core
