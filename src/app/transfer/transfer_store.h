// The store and the service that an import works with.
#pragma once

#include "base/clock.h"
#include "core/service.h"

namespace patchbay::app {

// Threads: one at a time, except for what the members say themselves.
struct TransferStore {
  store::Store& store;
  core::Service& service;
  const Clock& clock;
};

}  // namespace patchbay::app
