// Reads the routes about outside systems.
#include "base/text.h"
#include "doors/native/admin/system_json.h"
#include "doors/native/cursor.h"
#include "doors/native/decode_calls.h"

namespace patchbay::doors::native {
namespace {

// No system has the number 0, so a text that is not a number is unknown like any other.
std::int64_t system_number(const RoutedRequest& routed) {
  return parse_whole(routed.segment(0)).value_or(0);
}

void begin(DecodedRequest& decoded, core::Request request) {
  decoded.call.required_privilege = kAdministers;
  decoded.call.request = std::move(request);
}

void read_compare(const RoutedRequest& routed, DecodedRequest& decoded, bool plans) {
  core::CompareSystem compare{.customer = {}, .owners = {}, .plans = plans};
  read_comparison(body(routed, decoded), compare, decoded.call.problems);
  begin(decoded, core::UseSystem{system_number(routed), std::move(compare)});
}

void read_links(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded,
                bool open_only) {
  core::ListSystemLinks list{.id = system_number(routed), .after = {}, .open_only = open_only};
  if (!open_only) list.there = query.non_empty_text(kThere);
  list.limit = query.size(kLimit);
  list.after = CustomerId{query.whole(kAfterCustomer).value_or(0)};
  begin(decoded, list);
}

}  // namespace

void read_list_systems(const RoutedRequest& /*routed*/, QueryReader& query,
                       DecodedRequest& decoded) {
  decoded.size = query.size(kLimit);
  const ListPosition after = query.cursor(kCursor, kById).value_or(ListPosition{});
  begin(decoded, core::ListOutsideSystems{after.id.value, decoded.size});
}

void read_create_system(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  core::UpsertSystem upsert;
  read_system(body(routed, decoded), upsert, decoded.call.problems);
  read_rehearsal(query, decoded);
  begin(decoded, std::move(upsert));
}

void read_get_outside_system(const RoutedRequest& routed, QueryReader& /*query*/,
                             DecodedRequest& decoded) {
  begin(decoded, core::GetOutsideSystem{system_number(routed)});
}

void read_patch_system(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  core::UpsertSystem upsert{.id = system_number(routed)};
  read_system(body(routed, decoded), upsert, decoded.call.problems);
  read_rehearsal(query, decoded);
  begin(decoded, std::move(upsert));
}

void read_delete_system(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  core::UpsertSystem upsert{.id = system_number(routed)};
  upsert.deleted = true;
  read_rehearsal(query, decoded);
  begin(decoded, std::move(upsert));
}

void read_system_history(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  core::ListAdminHistory history{.kind = ReferenceKind::system,
                                 .id = std::to_string(system_number(routed))};
  history.limit = query.size(kHistoryLimit);
  history.before = query.whole(kBefore).value_or(0);
  begin(decoded, std::move(history));
}

void read_system_drift(const RoutedRequest& routed, QueryReader& /*query*/,
                       DecodedRequest& decoded) {
  read_compare(routed, decoded, /*plans=*/false);
}

void read_system_plan(const RoutedRequest& routed, QueryReader& /*query*/,
                      DecodedRequest& decoded) {
  read_compare(routed, decoded, /*plans=*/true);
}

void read_system_apply(const RoutedRequest& routed, QueryReader& /*query*/,
                       DecodedRequest& decoded) {
  core::ApplySystem apply;
  read_plan(body(routed, decoded), apply, decoded.call.problems);
  begin(decoded, core::UseSystem{system_number(routed), std::move(apply)});
}

void read_system_links(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  read_links(routed, query, decoded, /*open_only=*/false);
}

void read_system_conflicts(const RoutedRequest& routed, QueryReader& query,
                           DecodedRequest& decoded) {
  read_links(routed, query, decoded, /*open_only=*/true);
}

void read_claim_link(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  core::LinkToSystem claim{.id = system_number(routed), .customer = {}, .there = {}};
  read_claim(body(routed, decoded), claim, decoded.call.problems);
  read_rehearsal(query, decoded);
  begin(decoded, std::move(claim));
}

void read_release_link(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  const std::string& named = routed.segment(1);
  read_rehearsal(query, decoded);
  begin(decoded, core::LinkToSystem{.id = system_number(routed),
                                    .customer = CustomerId{parse_whole(named).value_or(0)},
                                    .uuid = Uuid::parse(named),
                                    .there = {}});
}

void read_choose(const RoutedRequest& routed, QueryReader& /*query*/, DecodedRequest& decoded) {
  core::ChooseInSystem choice;
  read_choice(body(routed, decoded), choice, decoded.call.problems);
  begin(decoded, core::UseSystem{system_number(routed), std::move(choice)});
}

}  // namespace patchbay::doors::native
