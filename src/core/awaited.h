// Waits for calls on threads that the caller passes.
#pragma once

#include "base/threads.h"
#include "core/service.h"

namespace patchbay::core {

// As those in core/service.h. The calling thread and those of the service's store must be of
// `threads`.
Result<Outcome> handle_as_owner_and_wait(Service& service, Call call, OwnerRights rights,
                                         Threads& threads);
Result<Outcome> handle_as_principal_and_wait(Service& service, Call call, std::int64_t principal,
                                             Threads& threads);

}  // namespace patchbay::core
