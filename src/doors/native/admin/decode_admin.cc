// Decodes calls on principals, plans, roles and references.
#include <algorithm>

#include "base/text.h"
#include "doors/native/admin/admin_json.h"
#include "doors/native/cursor.h"
#include "doors/native/decode_calls.h"
#include "doors/shared/spelling.h"

namespace patchbay::doors::native {
namespace {

struct AdminRoutes {
  int list, create, get, patch, remove, history;
  std::optional<Kind> kind;
};
constexpr AdminRoutes kAdminRoutes[] = {
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
constexpr AdminRoutes kReferences{list_references,
                                  create_reference,
                                  get_reference,
                                  patch_reference,
                                  delete_reference,
                                  reference_history,
                                  {}};

void read_upsert(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded,
                 std::optional<Kind> kind, const std::string& id, bool removes) {
  const wire::Object object = removes ? wire::Object{} : body(routed, decoded);
  read_rehearsal(query, decoded);
  if (!kind) {
    core::UpsertPrincipal keep{.id = id};
    read_principal(object, keep, decoded.call.problems);
    if (removes) keep.deleted = true;
    decoded.call.required_privilege = kAdministers;
    decoded.call.request = std::move(keep);
    return;
  }
  core::UpsertReference keep{.kind = *kind};
  // No reference has the number 0, which means a new one.
  const auto number = id == "0" || id == "-0" ? std::nullopt : parse_whole(id);
  if (!id.empty()) keep.id = number.value_or(core::UpsertReference::kNotANumber);
  read_reference(object, keep, decoded.call.problems);
  if (removes) keep.deleted = true;
  decoded.call.required_privilege = *kind == Kind::role ? kAdministers : kWrites;
  decoded.call.request = std::move(keep);
}

void read_admin_call(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded,
                     const AdminRoutes& routes, std::optional<Kind> kind, const std::string& id) {
  if (decoded.route == routes.list) {
    decoded.size = query.size(kLimit);
    const ListPosition after = query.cursor(kCursor, kById).value_or(ListPosition{});
    decoded.call.request = core::ListAdminObjects{kind, after.id.value, decoded.size};
  } else if (decoded.route == routes.history) {
    core::ListAdminHistory history{.kind = kind, .id = id};
    history.limit = query.size(kHistoryLimit);
    history.before = query.whole(kBefore).value_or(0);
    decoded.call.required_privilege = kind && *kind != Kind::role ? kReads : kAdministers;
    decoded.call.request = std::move(history);
  } else if (decoded.route == routes.get) {
    decoded.call.request = core::GetAdminObject{kind, id};
  } else {
    read_upsert(routed, query, decoded, kind, id, decoded.route == routes.remove);
  }
}

}  // namespace

void read_admin_calls(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  for (const AdminRoutes& routes : kAdminRoutes)
    if (decoded.route >= routes.list && decoded.route <= routes.history)
      return read_admin_call(routed, query, decoded, routes, routes.kind,
                             routed.captured.empty() ? std::string() : routed.captured[0]);
  const auto kind = parse_kind(routed.captured[0]);
  if (!kind) {
    std::vector<std::string_view> known;
    for (int i = 0; i < kKinds; ++i) known.push_back(word(static_cast<Kind>(i)));
    decoded.refused = Fault(ErrorKind::unknown_thing, "there is no such kind of reference" +
                                                          suggestion(routed.captured[0], known));
    decoded.refused_status = 404;
    return;
  }
  read_admin_call(routed, query, decoded, kReferences, kind,
                  routed.captured.size() > 1 ? routed.captured[1] : std::string());
}

}  // namespace patchbay::doors::native
