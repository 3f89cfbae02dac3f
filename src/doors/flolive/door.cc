// The door as a value: its paths, and the functions that serve them.
#include "doors/flolive/door.h"

#include "doors/flolive/calls.h"
#include "doors/flolive/decode.h"
#include "doors/flolive/encode.h"
#include "doors/flolive/fields.h"

namespace patchbay::doors::flolive {
namespace {

constexpr Route kRoutes[] = {
    // clang-format off
    {"POST",  "/api/v2/auth/token",                   route(Action::sign_in)},
    {"PUT",   "/api/v2/auth/token",                   route(Action::refresh)},
    {"PATCH", "/api/v2/customer/:id",                 route(Action::update)},
    {"GET",   "/api/v2/customer/:id",                 route(Action::get)},
    {"POST",  "/api/v2/customer/:id",                 route(Action::create)},
    {"GET",   "/api/v2/customer/:id/child-customers", route(Action::children)},
    {"GET",   "/api/v2/global/call/:requestId",       route(Action::status)},
    {"GET",   "/api/v3/global/call/:requestId",       route(Action::status_with_id)},
    // clang-format on
};

bool owns(std::string_view path) {
  return path.starts_with("/api/v2/") || path.starts_with("/api/v3/");
}

// The members that are one value, and the cells of those that are lists.
SpellingTable table_of(std::string title, std::span<const Member> members) {
  SpellingTable out{std::move(title), {}};
  for (const Member& each : members) {
    if (each.kind == Member::Kind::value) out.rows.push_back(each.spelling({}));
    out.rows.insert(out.rows.end(), each.cells.begin(), each.cells.end());
  }
  return out;
}

std::vector<SpellingTable> tables() {
  return {table_of("Customer", kCustomer), table_of("contact", kContact),
          table_of("address[]", kAddress), table_of("invoiceConfiguration", kInvoice)};
}

}  // namespace

extern constexpr Door kDoor = {
    .name = kName,
    .owns = owns,
    .routes = kRoutes,
    .slash_ok = false,
    .decode = decode,
    .encode = encode,
    .refuse = refuse,
    .etags = true,
    .credentials = head_credentials,
    .tables = tables,
};

}  // namespace patchbay::doors::flolive
