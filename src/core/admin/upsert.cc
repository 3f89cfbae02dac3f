// Creates and changes principals and references. A caller can give only privileges that it holds,
// and only within its reach.
#include "core/admin/upsert.h"

namespace patchbay::core {

void add_problem(std::vector<Problem>& problems, std::string field, std::string what,
                 ErrorKind kind) {
  problems.push_back({kind, std::move(field), std::move(what), 0});
}

bool is_in_reach(const UpsertContext& context, CustomerId id) {
  const auto found = context.reader.customer(id);
  return found && !found->deleted() && reaches(context.actor, context.reader.lineage(id));
}

bool holds(const Actor& actor, Privileges privileges) {
  Privileges held = actor.privileges | Privilege::read_only;
  // It opens a door to what its holder may do anyway, so any administrator may give it.
  if (held.has(Privilege::administrator)) held = held | Privilege::assist;
  return held.all_of(privileges);
}

Result<Outcome> upsert(const UpsertContext& context, const Call& call) {
  if (call.trace) call.trace->done.clear();
  if (const auto* requested = std::get_if<UpsertReference>(&call.request))
    return upsert_reference(context, call, *requested);
  if (const auto* requested = std::get_if<UpsertWebhook>(&call.request))
    return upsert_webhook(context, call, *requested);
  if (const auto* requested = std::get_if<UpsertSystem>(&call.request))
    return upsert_system(context, call, *requested);
  return upsert_principal(context, call, std::get<UpsertPrincipal>(call.request));
}

}  // namespace patchbay::core
