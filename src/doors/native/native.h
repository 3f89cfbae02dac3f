// The native door: /v1/, the whole canonical record in canonical names.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::native {

extern const Door kDoor;

// The routes, by what they do.
enum Routes : int {
  create_customer,
  list_customers,
  get_customer,
  patch_customer,
  delete_customer,
  customer_history,
  customer_diff,
  undo_customer,
  bulk,
  undo_many,
  get_request,
  who_am_i,
  sign_in,
  refresh_tokens,
  sign_out,
  list_principals,
  create_principal,
  get_principal,
  patch_principal,
  delete_principal,
  principal_history,
  list_plans,
  create_plan,
  get_plan,
  patch_plan,
  delete_plan,
  plan_history,
  list_roles,
  create_role,
  get_role,
  patch_role,
  delete_role,
  role_history,
  list_references,
  create_reference,
  get_reference,
  patch_reference,
  delete_reference,
  reference_history,
};

Asked decode(const Arrival& arrival, const Settings& settings);
http::Response encode(const Asked& asked, const Result<core::Outcome>& outcome,
                      const Settings& settings);
http::Response refuse(int status, std::string_view what);

}  // namespace patchbay::doors::native
