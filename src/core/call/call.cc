// The names of requests, credentials that are not whole, and the versions that a condition names.
#include "core/call/call.h"

#include <algorithm>
#include <array>

namespace patchbay::core {

std::string_view word(const Request& request) {
  // In the order of the variant.
  static constexpr std::array<std::string_view, std::variant_size_v<Request>> kWords{
      "update_customer",
      "create_customer",
      "bulk",
      "undo_many",
      "get_customer",
      "compare_versions",
      "list_customers",
      "list_history",
      "list_changes",
      "request_status",
      "who_am_i",
      "list_views",
      "save_view",
      "remove_view",
      "read_anchor",
      "read_system",
      "list_traffic",
      "get_traffic",
      "list_problems",
      "sign_in",
      "refresh",
      "renew_session",
      "sign_out",
      "get_admin_object",
      "list_admin_objects",
      "list_admin_history",
      "upsert_reference",
      "upsert_principal",
      "list_webhooks",
      "get_webhook",
      "upsert_webhook",
      "test_webhook",
      "list_deliveries",
      "replay_deliveries",
      "erase_customer",
      "export_customer",
      "list_outside_systems",
      "get_outside_system",
      "upsert_system",
      "use_system",
      "list_system_links",
      "link_to_system",
      "export_customers",
      "import_customers",
      "list_ids_elsewhere",
      "long_bulk"};
  static_assert(!kWords.back().empty(), "a kind of request has no name");
  return kWords[request.index()];
}

std::optional<Fault> missing(const Credentials& credentials) {
  if (std::holds_alternative<NoCredentials>(credentials))
    return Fault(ErrorKind::no_credentials, "no credentials were given");
  const auto* given = std::get_if<NameAndSecret>(&credentials);
  if (given && (given->name.empty() || given->secret.empty()))
    return Fault(ErrorKind::no_credentials, "a name and a secret are both needed to sign in");
  return std::nullopt;
}

bool is_single_change(const Call& call) {
  return !call.options.rehearse && (std::holds_alternative<UpdateCustomer>(call.request) ||
                                    std::holds_alternative<CreateCustomer>(call.request));
}

bool is_about_tokens(const Request& request) {
  return std::holds_alternative<SignIn>(request) || std::holds_alternative<SignOut>(request) ||
         std::holds_alternative<Refresh>(request) || std::holds_alternative<RenewSession>(request);
}

bool VersionList::holds(Version version) const {
  return every || std::ranges::find(versions, version) != versions.end();
}

}  // namespace patchbay::core
