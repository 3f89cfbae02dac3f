// Shared functions of the decoders of native calls, and the decoders.
#pragma once

#include <memory>

#include "base/guarded_file.h"
#include "doors/native/calls.h"
#include "doors/native/query_reader.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

inline constexpr core::RequiredPrivilege kReads{.any_of = core::Privilege::user};
inline constexpr core::RequiredPrivilege kWrites{.any_of = core::Privilege::administrator |
                                                           core::Privilege::commerce};
inline constexpr core::RequiredPrivilege kAdministers{.any_of = core::Privilege::administrator};

// Whether the body has a media type that the route accepts. Otherwise refuses `decoded`.
[[nodiscard]] bool has_good_type(const RoutedRequest& routed, DecodedRequest& decoded);
// The body as JSON of a media type that the route accepts. Otherwise refuses `decoded`.
[[nodiscard]] wire::Tree document(const RoutedRequest& routed, DecodedRequest& decoded);
// The same, if it must be an object.
[[nodiscard]] wire::Object body(const RoutedRequest& routed, DecodedRequest& decoded);

// What the reply to a list of customers needs to know of the request.
struct CustomerList {
  std::string_view order;
  bool counted = false;
};
[[nodiscard]] CustomerList customer_list(const DecodedRequest& decoded);  // views into `decoded`

// The echo of a request that wants a page for people.
inline constexpr std::string_view kHtml = "html";

// The echo of a request whose file is packed on its way only.
inline constexpr std::string_view kEncoded = "encoded";

// Reads the parameter `dry_run`.
void read_rehearsal(QueryReader& query, DecodedRequest& decoded);
// Reads the parameters that select customers, for lists and for changes of many.
[[nodiscard]] core::ListCustomers read_customer_filter(QueryReader& query);
// A new customer from its members, including `parent`. `before` as in `read_patch`.
[[nodiscard]] core::CreateCustomer read_new_customer(wire::Object object,
                                                     std::vector<Problem>& problems,
                                                     std::size_t before = 0);

// The readers of routes.def. Each reads one route into `decoded.call`, or `decoded.ready`.
void read_create_customer(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_list_customers(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_get_customer(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_patch_customer(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_delete_customer(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_customer_history(const RoutedRequest& routed, QueryReader& query,
                           DecodedRequest& decoded);
void read_customer_diff(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_undo_customer(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_erase_customer(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_customer_ids(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_export_customer(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_bulk(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_undo_many(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_list_changes(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_get_request(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_list_traffic(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_get_traffic(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_list_problems(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_get_anchor(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_get_system(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_who_am_i(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_list_views(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_save_view(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_remove_view(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_sign_in(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_refresh_tokens(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_sign_out(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_start_session(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_get_session(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_renew_session(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_end_session(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_export_customers(const RoutedRequest& routed, QueryReader& query,
                           DecodedRequest& decoded);
void read_import_customers(const RoutedRequest& routed, QueryReader& query,
                           DecodedRequest& decoded);
// The file of a long body, which lives as long as what keeps it; null if there is none.
[[nodiscard]] std::shared_ptr<const Descriptor> file_of(const http::Request& request);
void read_translate(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_list_webhooks(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_create_webhook(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_get_webhook(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_patch_webhook(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_delete_webhook(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_webhook_history(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_rotate_webhook(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_test_webhook(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_list_deliveries(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_replay_deliveries(const RoutedRequest& routed, QueryReader& query,
                            DecodedRequest& decoded);
void read_list_systems(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_create_system(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_get_outside_system(const RoutedRequest& routed, QueryReader& query,
                             DecodedRequest& decoded);
void read_patch_system(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_delete_system(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_system_history(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_system_drift(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_system_plan(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_system_apply(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_system_links(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_claim_link(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_release_link(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_system_conflicts(const RoutedRequest& routed, QueryReader& query,
                           DecodedRequest& decoded);
void read_choose(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_list_fields(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_open_api(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);

// What a route of principals, plans, roles or references does to them.
enum class AdminAction : std::uint8_t { list, create, get, patch, remove, history };
// Which of them; the kind of a reference is in the path.
enum class AdminFamily : std::uint8_t { principals, plans, roles, references };
void read_admin_call(AdminFamily family, AdminAction action, const RoutedRequest& routed,
                     QueryReader& query, DecodedRequest& decoded);
template <AdminFamily family>
void read_admin_list(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  read_admin_call(family, AdminAction::list, routed, query, decoded);
}
template <AdminFamily family>
void read_admin_create(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  read_admin_call(family, AdminAction::create, routed, query, decoded);
}
template <AdminFamily family>
void read_admin_get(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  read_admin_call(family, AdminAction::get, routed, query, decoded);
}
template <AdminFamily family>
void read_admin_patch(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  read_admin_call(family, AdminAction::patch, routed, query, decoded);
}
template <AdminFamily family>
void read_admin_delete(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  read_admin_call(family, AdminAction::remove, routed, query, decoded);
}
template <AdminFamily family>
void read_admin_history(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  read_admin_call(family, AdminAction::history, routed, query, decoded);
}

// The customer that a path or parameter names, by number or UUID.
[[nodiscard]] core::Subject subject(const std::string& text);

}  // namespace patchbay::doors::native
