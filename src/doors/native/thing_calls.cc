// Principals, plans, roles and references.
#include <algorithm>

#include "base/text.h"
#include "doors/native/calls.h"
#include "doors/native/cursor.h"
#include "doors/native/things_json.h"
#include "doors/spelling.h"

namespace patchbay::doors::native {
namespace {

struct ThingRoutes {
  int list, create, get, patch, remove, history;
  std::optional<Kind> kind;
};
constexpr ThingRoutes kThings[] = {
    {list_principals,
     create_principal,
     get_principal,
     patch_principal,
     delete_principal,
     principal_history,
     {}},
    {list_plans, create_plan, get_plan, patch_plan, delete_plan, plan_history, Kind::plan},
    {list_roles, create_role, get_role, patch_role, delete_role, role_history, Kind::role},
};
constexpr ThingRoutes kReferences{list_references,
                                  create_reference,
                                  get_reference,
                                  patch_reference,
                                  delete_reference,
                                  reference_history,
                                  {}};

void read_keep(const Arrival& arrival, Query& query, Asked& asked, std::optional<Kind> kind,
               const std::string& id, bool removes) {
  const wire::Object object = removes ? wire::Object{} : body(arrival, asked);
  read_rehearsal(query, asked);
  if (!kind) {
    core::KeepPrincipal keep{.id = id};
    read_principal(object, keep, asked.call.problems);
    if (removes) keep.deleted = true;
    asked.call.demand = kAdministers;
    asked.call.request = std::move(keep);
    return;
  }
  core::KeepReference keep{.kind = *kind};
  // No reference has the number 0, which stands for a new one.
  const auto number = id == "0" || id == "-0" ? std::nullopt : parse_whole(id);
  if (!id.empty()) keep.id = number.value_or(core::KeepReference::kNotANumber);
  read_reference(object, keep, asked.call.problems);
  if (removes) keep.deleted = true;
  asked.call.demand = *kind == Kind::role ? kAdministers : kWrites;
  asked.call.request = std::move(keep);
}

void read_thing(const Arrival& arrival, Query& query, Asked& asked, const ThingRoutes& routes,
                std::optional<Kind> kind, const std::string& id) {
  if (asked.route == routes.list) {
    asked.size = query.size(kLimit);
    const Place after = query.cursor(kCursor, kById).value_or(Place{});
    asked.call.request = core::ListThings{kind, after.id.value, asked.size};
  } else if (asked.route == routes.history) {
    core::ThingHistory history{.kind = kind, .id = id};
    history.limit = query.size(kHistoryLimit);
    history.before = query.whole(kBefore).value_or(0);
    asked.call.demand = kind && *kind != Kind::role ? kReads : kAdministers;
    asked.call.request = std::move(history);
  } else if (asked.route == routes.get) {
    asked.call.request = core::GetThing{kind, id};
  } else {
    read_keep(arrival, query, asked, kind, id, asked.route == routes.remove);
  }
}

}  // namespace

void read_things(const Arrival& arrival, Query& query, Asked& asked) {
  for (const ThingRoutes& routes : kThings)
    if (asked.route >= routes.list && asked.route <= routes.history)
      return read_thing(arrival, query, asked, routes, routes.kind,
                        arrival.captured.empty() ? std::string() : arrival.captured[0]);
  const auto kind = kind_named(arrival.captured[0]);
  if (!kind) {
    std::vector<std::string_view> known;
    for (int i = 0; i < kKinds; ++i) known.push_back(word(static_cast<Kind>(i)));
    asked.refused = Fault(Wrong::unknown_thing, "there is no such kind of reference" +
                                                    suggestion(arrival.captured[0], known));
    asked.refused_status = 404;
    return;
  }
  read_thing(arrival, query, asked, kReferences, kind,
             arrival.captured.size() > 1 ? arrival.captured[1] : std::string());
}

}  // namespace patchbay::doors::native
