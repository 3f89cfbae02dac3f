// Notices about sign-ins for the log, successful or not.
#pragma once

#include "core/access/attempts_keys.h"
#include "core/access/authenticator.h"
#include "core/access/sign_in_failures.h"
#include "core/call/trace.h"

namespace patchbay::core {

// Records that `given` was refused, and the effect of its failure. An unknown name is replaced by
// its keyed hash.
void trace_sign_in(Trace& trace, const Rejection& rejection, const NameAndSecret& given,
                   const SignInFailures::Effect& after, const AttemptsKeys& keys);

// Records the caller. Adds an event if a password or a key was checked for this call.
void trace_sign_in(Trace& trace, const Actor& actor);

}  // namespace patchbay::core
