// Decodes calls on principals, plans, roles and references.
#include <algorithm>

#include "base/text.h"
#include "doors/native/admin/admin_json.h"
#include "doors/native/cursor.h"
#include "doors/native/decode_calls.h"
#include "doors/shared/spelling.h"

namespace patchbay::doors::native {
namespace {

void read_upsert(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded,
                 std::optional<ReferenceKind> kind, const std::string& id, bool removes) {
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
  decoded.call.required_privilege = *kind == ReferenceKind::role ? kAdministers : kWrites;
  decoded.call.request = std::move(keep);
}

void read_list(QueryReader& query, DecodedRequest& decoded, std::optional<ReferenceKind> kind) {
  decoded.size = query.size(kLimit);
  const ListPosition after = query.cursor(kCursor, kById).value_or(ListPosition{});
  decoded.call.request = core::ListAdminObjects{kind, after.id.value, decoded.size};
}

void read_history(QueryReader& query, DecodedRequest& decoded, std::optional<ReferenceKind> kind,
                  const std::string& id) {
  core::ListAdminHistory history{.kind = kind, .id = id};
  history.limit = query.size(kHistoryLimit);
  history.before = query.whole(kBefore).value_or(0);
  decoded.call.required_privilege = kind && *kind != ReferenceKind::role ? kReads : kAdministers;
  decoded.call.request = std::move(history);
}

void read_action(AdminAction action, const RoutedRequest& routed, QueryReader& query,
                 DecodedRequest& decoded, std::optional<ReferenceKind> kind,
                 const std::string& id) {
  switch (action) {
    case AdminAction::list:
      return read_list(query, decoded, kind);
    case AdminAction::history:
      return read_history(query, decoded, kind, id);
    case AdminAction::get:
      decoded.call.request = core::GetAdminObject{kind, id};
      return;
    case AdminAction::create:
    case AdminAction::patch:
      return read_upsert(routed, query, decoded, kind, id, /*removes=*/false);
    case AdminAction::remove:
      return read_upsert(routed, query, decoded, kind, id, /*removes=*/true);
  }
}

void refuse_kind(const std::string& kind, DecodedRequest& decoded) {
  std::vector<std::string_view> known;
  for (int i = 0; i < kKinds; ++i)
    if (!has_own_calls(static_cast<ReferenceKind>(i)))
      known.push_back(word(static_cast<ReferenceKind>(i)));
  decoded.refused = Fault(ErrorKind::unknown_object,
                          "there is no such kind of reference" + suggestion(kind, known));
  decoded.refused_status = 404;
}

}  // namespace

void read_admin_call(AdminFamily family, AdminAction action, const RoutedRequest& routed,
                     QueryReader& query, DecodedRequest& decoded) {
  const std::string first = routed.segment(0);
  switch (family) {
    case AdminFamily::principals:
      return read_action(action, routed, query, decoded, {}, first);
    case AdminFamily::plans:
      return read_action(action, routed, query, decoded, ReferenceKind::plan, first);
    case AdminFamily::roles:
      return read_action(action, routed, query, decoded, ReferenceKind::role, first);
    case AdminFamily::references: {
      const auto kind = parse_kind(first);
      if (!kind || has_own_calls(*kind)) return refuse_kind(first, decoded);
      return read_action(action, routed, query, decoded, kind, routed.segment(1));
    }
  }
}

}  // namespace patchbay::doors::native
