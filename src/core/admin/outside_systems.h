// Reads outside systems and the links to them, claims and releases links, and hands what is done
// with a system to the part that speaks to it. All of it is for administrators whose reach holds
// the customer of the system.
#pragma once

#include "core/admin/admin_objects.h"
#include "core/change_executor.h"
#include "core/pending_call.h"

namespace patchbay::core {

// Returns the live system of this number, if the actor may see it. With its sealed secret.
[[nodiscard]] Result<OutsideSystem> find_outside_system(store::ReadTransaction& reader,
                                                        const Actor& actor, std::int64_t id);

[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const GetOutsideSystem& get);
[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const ListOutsideSystems& list);
[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const ListSystemLinks& list);

// What live systems call a customer, by their numbers.
[[nodiscard]] std::vector<IdElsewhere> ids_elsewhere(store::ReadTransaction& reader,
                                                     CustomerId customer);
[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const ListIdsElsewhere& list);

// Completes the call at once with a refusal, or later with what came of it. `systems` may be null.
void use_system(store::ReadTransaction& reader, const std::shared_ptr<PendingCall>& pending,
                Systems* systems);
// Completes the call of a rehearsal at once; otherwise queues it. Both must outlive what is queued.
void link_to_system(store::ReadTransaction& reader, const std::shared_ptr<PendingCall>& pending,
                    const ChangeExecutor& executor, const Clock& clock);

}  // namespace patchbay::core
