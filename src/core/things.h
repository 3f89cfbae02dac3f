// Principals, rate plans, roles and the other references: reading and keeping them.
#pragma once

#include "core/actor.h"
#include "core/call.h"
#include "core/failures.h"
#include "core/outcome.h"
#include "core/service.h"

namespace patchbay::core {

[[nodiscard]] Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                                     const GetThing& get);
[[nodiscard]] Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                                     const ListThings& list);

[[nodiscard]] Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                                     const ThingHistory& history);

// What keeping a thing needs, within the writing transaction.
struct Keeper {
  store::Transaction& transaction;
  const Actor& actor;
  Random& random;
  std::string password_hash;  // of the password wished for, made beforehand: it takes long
  Circumstance by;
  const AttemptsKeys* attempts = nullptr;  // null: unlocking forgets no failures
  Failures* failures = nullptr;            // null: none are counted in memory
  bool common_passwords = false;           // may be set
};

// The call is a KeepReference or a KeepPrincipal.
[[nodiscard]] Result<Outcome> keep(const Keeper& keeper, const Call& call);

// A principal without the hashes of its secrets.
[[nodiscard]] Principal presentable(Principal principal);

}  // namespace patchbay::core
