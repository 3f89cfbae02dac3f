// Saved views of the caller. Only their owner sees them. Every caller may keep some, also a
// read-only one: they change no customer.
#pragma once

#include "core/access/actor.h"
#include "core/call/call.h"
#include "core/call/outcome.h"

namespace patchbay::core {

[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const ListViews& list);
// Returns the saved view, or one of these faults: bad_credentials if the caller was deleted
// meanwhile, invalid for a name or path that is not allowed, conflict if it has
// SavedView::kMax others.
[[nodiscard]] Result<Outcome> save_view(store::Transaction& transaction, const Actor& actor,
                                        const Call& call, Instant now);
// Refused as unknown_object if the caller has no view of that name.
[[nodiscard]] Result<Outcome> remove_view(store::Transaction& transaction, const Actor& actor,
                                          const Call& call);

}  // namespace patchbay::core
