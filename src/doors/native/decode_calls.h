// Shared functions of the decoders of native calls, and the decoders.
#pragma once

#include "doors/native/door.h"
#include "doors/native/query_reader.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

inline constexpr core::RequiredPrivilege kReads{.any_of = core::Privilege::user};
inline constexpr core::RequiredPrivilege kWrites{.any_of = core::Privilege::administrator |
                                                           core::Privilege::commerce};
inline constexpr core::RequiredPrivilege kAdministers{.any_of = core::Privilege::administrator};

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

// Reads the parameter `dry_run`.
void read_rehearsal(QueryReader& query, DecodedRequest& decoded);
// Reads the parameters that select customers, for lists and for changes of many.
[[nodiscard]] core::ListCustomers read_customer_filter(QueryReader& query);
// A new customer from its members, including `parent`. `before` as in `read_patch`.
[[nodiscard]] core::CreateCustomer read_new_customer(wire::Object object,
                                                     std::vector<Problem>& problems,
                                                     std::size_t before = 0);

// Each decodes one family of routes into `decoded.call`.
void read_customer_change(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_customer_read(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_customer_list(QueryReader& query, DecodedRequest& decoded);
void read_changes(QueryReader& query, DecodedRequest& decoded);
void read_bulk_calls(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
void read_admin_calls(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);

// The customer that a path or parameter names, by number or UUID.
[[nodiscard]] core::Subject subject(const std::string& text);

}  // namespace patchbay::doors::native
