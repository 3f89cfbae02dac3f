// What is done with an outside system, from its description to the outcome of the call.
#pragma once

#include "app/systems/described.h"
#include "base/threads.h"
#include "core/call/systems.h"
#include "core/service.h"
#include "reach/systems/exchange.h"

namespace patchbay::app {

// What a job works with. Threads: those of the members.
struct SystemJobContext {
  core::Service& service;
  store::Store& store;  // of the service
  const Clock& clock;
  std::string digest_key;  // 32 bytes
  reach::Exchange& exchange;
  Threads& threads = system_threads();  // that the caller and the store use
};

// Blocks until it is done. Throws store::Unavailable. Not to be called on a thread of the store.
[[nodiscard]] Result<core::Outcome> run_system_job(const SystemJobContext& context,
                                                   const core::Systems::Job& job,
                                                   Described described);

}  // namespace patchbay::app
