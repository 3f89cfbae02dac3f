// Lists the requests of each kind.
#include "app/serve/request_kinds.h"

#include <variant>

namespace patchbay::app {
namespace {

template <class... Kinds>
bool holds_one_of(const core::Request& request) {
  return (std::holds_alternative<Kinds>(request) || ...);
}

}  // namespace

// Lists those that only read. A new one counts as a change until it is added here.
bool changes_something(const core::Request& request) {
  return !holds_one_of<
      core::GetCustomer, core::CompareVersions, core::ListCustomers, core::ListHistory,
      core::ListChanges, core::RequestStatus, core::WhoAmI, core::ListViews, core::ListTraffic,
      core::GetTraffic, core::ListProblems, core::ReadAnchor, core::ReadSystem,
      core::GetAdminObject, core::ListAdminObjects, core::ListAdminHistory, core::ListWebhooks,
      core::GetWebhook, core::ListDeliveries, core::ListOutsideSystems, core::GetOutsideSystem,
      core::ListSystemLinks, core::ListIdsElsewhere, core::ExportCustomer, core::ExportCustomers>(
      request);
}

bool takes_file(const core::Request& request) {
  return holds_one_of<core::ImportCustomers, core::LongBulk>(request);
}

bool reads_many(const core::Request& request) {
  return holds_one_of<core::ListCustomers, core::ListChanges, core::Bulk, core::LongBulk,
                      core::UndoMany, core::ListTraffic, core::ListProblems, core::EraseCustomer,
                      core::ExportCustomer>(request);
}

}  // namespace patchbay::app
