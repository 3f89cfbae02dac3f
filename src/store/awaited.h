// Waits for a write on threads that the caller passes.
#pragma once

#include "base/threads.h"
#include "store/store.h"

namespace patchbay::store {

// As write_and_wait() in store/store.h. The calling thread and those of the store must be of
// `threads`.
Committed write_and_wait(Store& store, const Job& job, const JobSubject& subject, Threads& threads);

}  // namespace patchbay::store
