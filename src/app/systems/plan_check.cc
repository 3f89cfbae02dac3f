// Checks change by change, and field by field.
#include "app/systems/plan_check.h"

#include <algorithm>
#include <set>
#include <string>

#include "base/result.h"

namespace patchbay::app {
namespace {

std::unexpected<Fault> refused(std::string what) {
  return std::unexpected(Fault(ErrorKind::invalid, std::move(what), "changes"));
}

// What a new customer is given may be written too.
bool may_write(const reach::SystemDescription& system, const core::PlannedSystemChange& change,
               std::string_view field) {
  const bool is_given = change.makes && std::ranges::any_of(system.for_new, [&](const auto& each) {
                          return each.field == field;
                        });
  return is_given || is_kept(system, field);
}

Result<void> check_fields(const reach::SystemDescription& system,
                          const core::PlannedSystemChange& change) {
  std::set<std::string_view> written;
  for (const core::PlannedSystemWrite& each : change.writes) {
    if (!may_write(system, change, each.field))
      return refused("writes " + each.field + ", which is not kept in step");
    if (!written.insert(each.field).second) return refused("writes " + each.field + " twice");
  }
  std::set<std::string_view> waiting;
  for (const std::string& each : change.conflicts) {
    if (!is_kept(system, each))
      return refused("has a conflict in " + each + ", which is not kept in step");
    if (!waiting.insert(each).second) return refused("has a conflict in " + each + " twice");
  }
  return {};
}

}  // namespace

bool is_kept(const reach::SystemDescription& system, std::string_view field) {
  return std::ranges::any_of(system.policy.fields,
                             [&](const reach::FieldPolicy& each) { return each.name == field; });
}

Result<void> check_plan(const reach::SystemDescription& system, const core::ApplySystem& plan) {
  std::set<Uuid> customers;
  std::size_t made = 0;
  for (const core::PlannedSystemChange& each : plan.changes) {
    if (!customers.insert(each.customer).second)
      return refused("has customer " + each.customer.text() + " twice");
    if (each.there.size() > core::LinkToSystem::kThereMax)
      return refused("has a customer there whose name is too long");
    if (each.makes && !system.makes)
      return refused("makes a customer there, which make of the system forbids");
    made += each.makes ? 1 : 0;
    TRY_DO(check_fields(system, each));
  }
  if (made > system.make_max)
    return refused("makes more customers than make_max of the system allows");
  return {};
}

}  // namespace patchbay::app
