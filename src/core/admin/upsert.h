// Creates and changes principals and references: what both share.
#pragma once

#include "core/access/secret_sealer.h"
#include "core/admin/admin_objects.h"

namespace patchbay::core {

// What making or changing an admin object needs.
struct UpsertContext {
  store::ReadTransaction& reader;   // the write transaction itself, if there is one
  store::Transaction* transaction;  // null for a rehearsal: everything is checked, nothing is saved
  const Actor& actor;
  Random& random;
  std::string password_hash;  // of the new password, made beforehand because it takes long; a
                              // rehearsal needs none
  ChangeOrigin by;
  bool names_blocked = false;              // too many names that the actor tried were taken
  const AttemptsKeys* attempts = nullptr;  // null: unlocking forgets no failures
  SignInFailures* failures = nullptr;      // null: none are counted in memory
  bool common_passwords = false;           // may be set
  const std::vector<std::string>* doors = nullptr;  // that exist; null or empty: any name
  bool may_leave_no_owner = false;                  // of the system: see core/access/owners.h
  const SecretSealer* sealer = nullptr;             // of the keys of webhooks
  const Deliveries* deliveries = nullptr;           // null: no webhook can be created
  const Systems* systems = nullptr;                 // null: no outside system can be created
};

// Returns the privilege to create and change references of a kind, at every door: commerce for
// kinds that set prices or grant services, administrator for roles.
[[nodiscard]] RequiredPrivilege privilege_to_upsert(ReferenceKind kind);

// Executes a call with an Upsert of a principal, a reference, a webhook or an outside system. A
// rehearsal of a new object returns no number.
[[nodiscard]] Result<Outcome> upsert(const UpsertContext& context, const Call& call);

// Maximum number of roles, of sources and of API keys of one principal.
inline constexpr std::size_t kListMax = 50;

void add_problem(std::vector<Problem>& problems, std::string field, std::string what,
                 ErrorKind kind = ErrorKind::invalid);

// Whether the customer is live, and is the actor's home or below it.
[[nodiscard]] bool is_in_reach(const UpsertContext& context, CustomerId id);

// Whether the actor has all of these privileges. `read_only` does not count, because it only takes
// rights away.
[[nodiscard]] bool holds(const Actor& actor, Privileges privileges);

[[nodiscard]] Result<Outcome> upsert_principal(const UpsertContext& context, const Call& call,
                                               const UpsertPrincipal& requested);
[[nodiscard]] Result<Outcome> upsert_reference(const UpsertContext& context, const Call& call,
                                               const UpsertReference& requested);
[[nodiscard]] Result<Outcome> upsert_webhook(const UpsertContext& context, const Call& call,
                                             const UpsertWebhook& requested);
[[nodiscard]] Result<Outcome> upsert_system(const UpsertContext& context, const Call& call,
                                            const UpsertSystem& requested);

}  // namespace patchbay::core
