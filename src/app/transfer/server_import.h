// An import that a caller of the server asked for.
#pragma once

#include <functional>

#include "app/transfer/import_request.h"
#include "app/transfer/importer.h"
#include "core/call/transfers.h"
#include "core/service.h"
#include "store/store.h"

namespace patchbay::app {

struct ServerImportContext {
  store::Store& store;
  core::Service& service;
  const Clock& clock;
  std::function<bool()> may_go_on;
};

// Plans the import, and carries it out if that is wanted. Blocks until it is done. Throws
// store::Unavailable. Not to be called on a thread of the store.
[[nodiscard]] Result<core::Outcome> import_for_server(const ServerImportContext& context,
                                                      const core::Transfers::ImportJob& job);

// What an import did, or would do, as its outcome.
[[nodiscard]] core::Imported to_outcome(PreparedImport& prepared, const ImportReport& report,
                                        bool is_plan);

}  // namespace patchbay::app
