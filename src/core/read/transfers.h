// Hands exports and imports to the part that reads and writes files, once it is known that the
// caller may ask for them.
#pragma once

#include <memory>

#include "core/call/transfers.h"
#include "core/pending_call.h"
#include "store/store.h"

namespace patchbay::core {

[[nodiscard]] Fault too_many_files();

// Completes the call at once with a refusal, or later with what came of it. `transfers` may be
// null.
void begin_export(store::ReadTransaction& reader, const std::shared_ptr<PendingCall>& pending,
                  Transfers* transfers);
// Returns why an import or a long bulk would be refused, as far as that does not depend on its
// file. Other calls pass.
[[nodiscard]] Result<void> may_send_file(store::ReadTransaction& reader,
                                         const PendingCall& pending);
void begin_import(store::ReadTransaction& reader, const std::shared_ptr<PendingCall>& pending,
                  Transfers* transfers);
void begin_bulk(const std::shared_ptr<PendingCall>& pending, Transfers* transfers,
                Transfers::BulkJob job);

}  // namespace patchbay::core
