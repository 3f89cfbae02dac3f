// Roles, reach and what may be seen.
#include "core/actor.h"

#include <algorithm>

namespace patchbay::core {

std::optional<Privileges> role_privileges(store::Reader& reader, std::string_view role) {
  for (const Role& each : predefined_roles())
    if (each.name == role) return each.privileges;
  const auto stored = reader.reference(Kind::role, role);
  if (!stored) return std::nullopt;
  Privileges out = Privilege::user;
  for (const std::string& word : stored->words)
    if (const auto privilege = privilege_named(word)) out = out | *privilege;
  return out;
}

Privileges privileges_of(store::Reader& reader, const std::vector<std::string>& roles) {
  Privileges out;
  for (const std::string& role : roles)
    if (const auto privileges = role_privileges(reader, role)) out = out | *privileges;
  return out;
}

bool reaches(const Actor& actor, const std::vector<CustomerId>& lineage) {
  return std::find(lineage.begin(), lineage.end(), actor.home()) != lineage.end();
}

bool visible(store::Reader& reader, const Actor& actor, const Reference& reference) {
  if (reference.deleted) return false;
  const auto above = reader.lineage(actor.home());
  if (std::find(above.begin(), above.end(), reference.owner) != above.end()) return true;
  return reaches(actor, reader.lineage(reference.owner));
}

}  // namespace patchbay::core
