// Principals, rate plans, roles and the other references: reading and keeping them.
#pragma once

#include "core/access/actor.h"
#include "core/access/sign_in_failures.h"
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

// What keeping a thing needs.
struct UpsertContext {
  store::ReadTransaction& reader;   // the transaction itself, where there is one
  store::Transaction* transaction;  // null: all is worked out and refused alike, nothing is kept
  const Actor& actor;
  Random& random;
  // Of the password wished for, made beforehand, because it takes long. Without a transaction there
  // need be none.
  std::string password_hash;
  ChangeOrigin by;
  bool names_blocked = false;  // the actor was told of too many names that they are not free
  const AttemptsKeys* attempts = nullptr;           // null: unlocking forgets no failures
  SignInFailures* failures = nullptr;               // null: none are counted in memory
  bool common_passwords = false;                    // may be set
  const std::vector<std::string>* doors = nullptr;  // that there are; null or empty: any name
  bool may_leave_no_owner = false;                  // of the system: see core/owners.h
};

// Who may make and change references of a kind, whatever the door: what prices or grants is for
// those with commerce, and roles for administrators.
[[nodiscard]] RequiredPrivilege privilege_to_upsert(Kind kind);

// The call is a UpsertReference or a UpsertPrincipal. What is new is told without a number where
// nothing is kept.
[[nodiscard]] Result<Outcome> upsert(const UpsertContext& context, const Call& call);

// The refusal of a principal (no kind) or reference that the actor does not see, by the id or name
// that was given: 'there is no role "9" that you can see'.
[[nodiscard]] Fault no_such_thing(std::optional<Kind> kind, std::string_view given);

// A principal without the hashes of its secrets, and with the names of its roles.
[[nodiscard]] Principal without_secrets(store::ReadTransaction& reader, Principal principal);

}  // namespace patchbay::core
