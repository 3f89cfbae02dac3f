// Reads principals, rate plans, roles and the other references.
#pragma once

#include "core/access/actor.h"
#include "core/access/sign_in_failures.h"
#include "core/access/subject.h"
#include "core/call/call.h"
#include "core/call/outcome.h"
#include "core/service.h"

namespace patchbay::core {

[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const GetAdminObject& get);
[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const ListAdminObjects& list);

[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const ListAdminHistory& history);

// Returns the refusal of a principal (no kind) or reference that the actor does not see, with the
// given id or name: 'there is no role "9" that you can see'.
[[nodiscard]] Fault no_such_object(std::optional<ReferenceKind> kind, std::string_view given);

// Returns a principal without the hashes of its secrets, and with the names of its roles.
[[nodiscard]] Principal without_secrets(store::ReadTransaction& reader, Principal principal);

// Refuses who may not read or change what is for administrators, and a call with problems.
[[nodiscard]] Result<void> may_administer(const Actor& actor, const Call& call, Access access);

// Adds the current locks of each principal and when they end.
[[nodiscard]] Result<Outcome> with_lockouts(store::ReadTransaction& reader, Result<Outcome> outcome,
                                            const SignInFailures& failures);

}  // namespace patchbay::core
