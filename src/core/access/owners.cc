// Finds the owners of the system.
#include "core/access/owners.h"

#include <algorithm>

#include "core/access/roles.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kOwnersPage = 1000;
// Only this door can change principals.
constexpr std::string_view kAdministeringDoor = "native";

Privileges owned_by(store::ReadTransaction& reader, const Principal& principal,
                    const Reference* changed) {
  if (!changed) return privileges_of(reader, principal);
  Principal others = principal;
  if (std::erase(others.roles, changed->id) == 0) return privileges_of(reader, principal);
  const Privileges rest = privileges_of(reader, others);
  return changed->deleted ? rest : rest | privileges_of(*changed);
}

}  // namespace

Actor owner_called(std::string author) {
  Actor out;
  out.principal.name = std::move(author);
  out.principal.home = kRoot;
  for (const Privilege each : kPrivileges)
    if (each != Privilege::read_only) out.privileges = out.privileges | each;
  return out;
}

Result<Actor> acting_principal(store::ReadTransaction& reader, std::int64_t id) {
  auto principal = reader.principal(id);
  if (!principal || principal->deleted || principal->locked)
    return std::unexpected(
        Fault(ErrorKind::role_denied, "the principal whose rights it has is locked or deleted"));
  Actor out;
  out.principal = *std::move(principal);
  out.privileges = privileges_of(reader, out.principal);
  return out;
}

bool is_owner(store::ReadTransaction& reader, const Principal& principal,
              const Reference* changed) {
  if (principal.home != kRoot || principal.locked || principal.deleted) return false;
  if (principal.password_hash.empty() && principal.keys.empty()) return false;
  if (!principal.doors.empty() &&
      std::ranges::find(principal.doors, kAdministeringDoor) == principal.doors.end())
    return false;
  const Privileges privileges = owned_by(reader, principal, changed);
  // Erasing persons may be the right of somebody else.
  return (privileges | Privilege::erase).all_of(predefined_role("system owner")->privileges) &&
         !privileges.has(Privilege::read_only);
}

bool has_owner(store::ReadTransaction& reader, std::int64_t besides, const Reference* changed) {
  for (std::int64_t after = 0;;) {
    const auto page = reader.principals(kRoot, after, kOwnersPage);
    for (const Principal& each : page)
      if (each.id != besides && is_owner(reader, each, changed)) return true;
    if (page.size() < kOwnersPage) return false;
    after = page.back().id;
  }
}

}  // namespace patchbay::core
