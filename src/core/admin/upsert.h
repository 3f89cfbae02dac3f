// Makes and changes principals and references; what both share.
#pragma once

#include "core/admin/admin_objects.h"

namespace patchbay::core {

// What making or changing an admin object needs.
struct UpsertContext {
  store::ReadTransaction& reader;   // the write transaction itself, where there is one
  store::Transaction* transaction;  // null for a rehearsal: everything is checked, nothing is saved
  const Actor& actor;
  Random& random;
  std::string password_hash;  // of the new password, made beforehand because it takes long; a
                              // rehearsal needs none
  ChangeOrigin by;
  bool names_blocked = false;  // the actor was told of too many names that they are taken
  const AttemptsKeys* attempts = nullptr;           // null: unlocking forgets no failures
  SignInFailures* failures = nullptr;               // null: none are counted in memory
  bool common_passwords = false;                    // may be set
  const std::vector<std::string>* doors = nullptr;  // that exist; null or empty: any name
  bool may_leave_no_owner = false;                  // of the system: see core/access/owners.h
};

// Who may make and change references of a kind, whatever the door: what prices or grants is for
// those with commerce, and roles for administrators.
[[nodiscard]] RequiredPrivilege privilege_to_upsert(Kind kind);

// The call is an UpsertReference or an UpsertPrincipal. A rehearsal of a new one has no number.
[[nodiscard]] Result<Outcome> upsert(const UpsertContext& context, const Call& call);

// How many roles, sources, API keys and the like one principal has at most.
inline constexpr std::size_t kListMax = 50;

void add_problem(std::vector<Problem>& problems, std::string field, std::string what,
                 ErrorKind kind = ErrorKind::invalid);

// Whether the customer is live and the actor's home or below it.
[[nodiscard]] bool is_in_reach(const UpsertContext& context, CustomerId id);

// Whether the actor has all of these itself; read-only takes away, and nobody lacks it.
[[nodiscard]] bool holds(const Actor& actor, Privileges privileges);

[[nodiscard]] Result<Outcome> upsert_principal(const UpsertContext& context, const Call& call,
                                               const UpsertPrincipal& requested);
[[nodiscard]] Result<Outcome> upsert_reference(const UpsertContext& context, const Call& call,
                                               const UpsertReference& requested);

}  // namespace patchbay::core
