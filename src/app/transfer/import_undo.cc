// Undoes an import: customers that were made last come first, so that none is deleted before those
// below it.
#include <algorithm>
#include <functional>
#include <map>

#include "app/transfer/bulk_sender.h"
#include "app/transfer/importer.h"
#include "base/result.h"
#include "core/change/batch.h"
#include "core/change_executor.h"

namespace patchbay::app {
namespace {

constexpr std::size_t kCustomersAtOnce = 4096;

struct MadeVersion {
  CustomerId customer;
  Version version = 0;
};

// What the rows of an import made, the newest customer first.
std::expected<std::vector<MadeVersion>, std::string> made_versions(store::Store& store,
                                                                   Table& table,
                                                                   const Uuid& batch) {
  std::vector<MadeVersion> out;
  const auto reader = store.read();
  for (;;) {
    const std::optional<SourceRow> row = TRY(table.next());
    if (!row) break;
    const auto request = reader->request(core::ChangeExecutor::request_id(batch, row->line));
    if (request && request->changed) out.push_back({request->customer, request->version});
  }
  std::ranges::sort(out, std::ranges::greater{}, &MadeVersion::customer);
  return out;
}

core::BulkItem undo_of(const MadeVersion& made) {
  return {.change = core::undo_of(made.customer, {made.version}, /*force=*/false),
          .if_version = {},
          .problems = {}};
}

}  // namespace

std::expected<UndoReport, ImportError> undo_import(const TransferStore& store, Table& table,
                                                   const ImportOptions& options) {
  const std::vector<MadeVersion> made = TRY(made_versions(store.store, table, options.batch));
  if (made.empty())
    return std::unexpected(
        ImportError("the batch " + options.batch.text() +
                    " changed nothing here: it is not this file that was imported, or not "
                    "with these options"));
  UndoReport out;
  BulkSender sender(store.service, {.reason = options.reason, .is_plan = options.is_plan});
  for (std::size_t at = 0; at < made.size(); at += kCustomersAtOnce) {
    const std::size_t end = std::min(at + kCustomersAtOnce, made.size());
    std::vector<core::BulkItem> items;
    for (std::size_t i = at; i < end; ++i) items.push_back(undo_of(made[i]));
    sender.begin(std::move(items), {});
    const core::Batch batch = TRY(sender.finish());
    for (const core::BatchItem& each : batch.items) {
      if (each.fault)
        out.left.push_back("customer " + std::to_string(made[at + each.index].customer.value) +
                           ": " + each.fault->sentence());
      else
        ++(each.changed ? out.undone : out.unchanged);
    }
    if (options.progress && !options.progress(end, made.size()))
      return std::unexpected(ImportError("the undoing was stopped: run it again to go on"));
  }
  return out;
}

}  // namespace patchbay::app
