// Keeping principals and references: nobody gives away more than they have, or beyond their reach.
#include "core/keep.h"

namespace patchbay::core {

void blame(std::vector<Problem>& problems, std::string field, std::string what, Wrong kind) {
  problems.push_back({kind, std::move(field), std::move(what), 0});
}

bool in_reach(const Keeper& keeper, CustomerId id) {
  const auto found = keeper.reader.customer(id);
  return found && !found->deleted() && reaches(keeper.actor, keeper.reader.lineage(id));
}

bool holds(const Actor& actor, Privileges privileges) {
  return (actor.privileges | Privilege::read_only).all_of(privileges);
}

Result<Outcome> keep(const Keeper& keeper, const Call& call) {
  if (call.trace) call.trace->done.clear();
  if (const auto* wanted = std::get_if<KeepReference>(&call.request))
    return keep_reference(keeper, call, *wanted);
  return keep_principal(keeper, call, std::get<KeepPrincipal>(call.request));
}

}  // namespace patchbay::core
