// The routes of the native door.
#include "doors/native/native.h"

namespace patchbay::doors::native {
namespace {

constexpr Route kRoutes[] = {
    {"POST", "/v1/customers", create_customer},
    {"GET", "/v1/customers", list_customers},
    {"GET", "/v1/customers/:id", get_customer},
    {"PATCH", "/v1/customers/:id", patch_customer},
    {"DELETE", "/v1/customers/:id", delete_customer},
    {"GET", "/v1/customers/:id/history", customer_history},
    {"GET", "/v1/customers/:id/diff", customer_diff},
    {"POST", "/v1/customers/:id/undo", undo_customer},
    {"POST", "/v1/bulk", bulk},
    {"POST", "/v1/undo", undo_many},
    {"GET", "/v1/requests/:id", get_request},
    {"GET", "/v1/me", who_am_i},
    {"POST", "/v1/tokens", sign_in},
    {"POST", "/v1/tokens/refresh", refresh_tokens},
    {"DELETE", "/v1/tokens", sign_out},
    {"GET", "/v1/principals", list_principals},
    {"POST", "/v1/principals", create_principal},
    {"GET", "/v1/principals/:id", get_principal},
    {"PATCH", "/v1/principals/:id", patch_principal},
    {"DELETE", "/v1/principals/:id", delete_principal},
    {"GET", "/v1/principals/:id/history", principal_history},
    {"GET", "/v1/plans", list_plans},
    {"POST", "/v1/plans", create_plan},
    {"GET", "/v1/plans/:id", get_plan},
    {"PATCH", "/v1/plans/:id", patch_plan},
    {"DELETE", "/v1/plans/:id", delete_plan},
    {"GET", "/v1/plans/:id/history", plan_history},
    {"GET", "/v1/roles", list_roles},
    {"POST", "/v1/roles", create_role},
    {"GET", "/v1/roles/:id", get_role},
    {"PATCH", "/v1/roles/:id", patch_role},
    {"DELETE", "/v1/roles/:id", delete_role},
    {"GET", "/v1/roles/:id/history", role_history},
    {"GET", "/v1/references/:kind", list_references},
    {"POST", "/v1/references/:kind", create_reference},
    {"GET", "/v1/references/:kind/:id", get_reference},
    {"PATCH", "/v1/references/:kind/:id", patch_reference},
    {"DELETE", "/v1/references/:kind/:id", delete_reference},
    {"GET", "/v1/references/:kind/:id/history", reference_history},
};

bool owns(std::string_view path) { return path == "/v1" || path.starts_with("/v1/"); }

}  // namespace

const Door kDoor{"native",      owns, kRoutes, /*slash_ok=*/true, decode, encode, refuse,
                 /*etags=*/true};

}  // namespace patchbay::doors::native
