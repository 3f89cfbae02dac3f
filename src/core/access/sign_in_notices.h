// What the log is told of a sign-in, good or not.
#pragma once

#include "core/access/attempts_keys.h"
#include "core/access/authenticator.h"
#include "core/access/sign_in_failures.h"
#include "core/call/trace.h"

namespace patchbay::core {

// That `given` was refused, and what its failures have come to. A name that nobody has is told by
// its keyed hash.
void trace_sign_in(Trace& trace, const Rejection& rejection, const NameAndSecret& given,
                   const SignInFailures::Effect& after, const AttemptsKeys& keys);

// Who was let in; as an event too where a password or a key was checked now.
void trace_sign_in(Trace& trace, const Actor& actor);

}  // namespace patchbay::core
