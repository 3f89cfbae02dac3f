// The names of requests.
#include "core/call/call.h"

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
      "read_anchor",
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
      "upsert_principal"};
  static_assert(!kWords.back().empty(), "a kind of request has no name");
  return kWords[request.index()];
}

}  // namespace patchbay::core
