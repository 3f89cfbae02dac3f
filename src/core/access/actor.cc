// The customers an actor reaches, and the references it may see.
#include "core/access/actor.h"

#include <algorithm>

namespace patchbay::core {

bool reaches(const Actor& actor, const std::vector<CustomerId>& lineage) {
  return std::find(lineage.begin(), lineage.end(), actor.home()) != lineage.end();
}

bool may_see(store::ReadTransaction& reader, const Actor& actor, const Reference& reference) {
  if (reference.deleted) return false;
  if (has_own_calls(reference.kind)) return reaches(actor, reader.lineage(reference.owner));
  const auto above = reader.lineage(actor.home());
  if (std::find(above.begin(), above.end(), reference.owner) != above.end()) return true;
  return reference.kind != ReferenceKind::role && reaches(actor, reader.lineage(reference.owner));
}

}  // namespace patchbay::core
