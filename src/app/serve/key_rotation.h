// Takes further sealing keys while the server runs.
#pragma once

#include <filesystem>
#include <string>

#include "app/observe/log.h"
#include "base/clock.h"
#include "base/random.h"
#include "core/access/sealing_keys.h"
#include "store/store.h"

namespace patchbay::app {

// Used by one thread at a time. What is referred to must outlive this.
class KeyRotation {
 public:
  struct Sources {
    store::Store& store;
    const Clock& clock;
    Random& random;
    const Log& log;
    core::SealingKeys keys;      // which all that seal and open share
    std::filesystem::path file;  // empty: there is none
    bool is_alone = false;       // no other node uses the store
  };
  explicit KeyRotation(Sources sources) : sources_(std::move(sources)) {}

  // Reads the file again. The newest key seals from then on if no other node uses the store.
  void reload();
  // Looks which key the store names, and seals with that one. Returns false if the store cannot be
  // read now.
  bool tick();

 private:
  void refuse(const std::string& why) const;
  void take();

  Sources sources_;
};

}  // namespace patchbay::app
