// The door as a value: its paths, and the functions that serve them.
#include "doors/flolive/door.h"

#include "doors/flolive/calls.h"
#include "doors/flolive/decode.h"
#include "doors/flolive/decode_reply.h"
#include "doors/flolive/encode.h"
#include "doors/flolive/encode_call.h"
#include "doors/flolive/fields.h"
#include "doors/shared/call_encoding.h"

namespace patchbay::doors::flolive {
namespace {

constexpr std::string_view kExample = R"shell(# flolive: a token, then PATCH
TOKEN=$(curl -s {url}/api/v2/auth/token -H 'Content-Type: application/json' -d '{"username":"username","password":"password"}' | sed -n 's/.*"token": *"\([^"]*\)".*/\1/p')
curl -sw '\n' -X PATCH {url}/api/v2/customer/00000000-0000-4000-8000-000000000101 -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"vatRegistrationNumber":"GB123456789"}')shell";

constexpr Decision kDecisions[] = {
#define DECISION(id, setting, text) {#id, setting, text},
#include "doors/flolive/decisions.def"
#undef DECISION
};

constexpr ClientCallRow kClientCallRows[] = {
    {ClientCall::update, "PATCH customer/:id"},
    {ClientCall::get, "GET customer/:id"},
    {ClientCall::list, "GET customer/:id/child-customers"},
    {ClientCall::create, "POST customer/:id"},
    {ClientCall::remove, {}},
    {ClientCall::undelete, {}},
    {ClientCall::move, {}},
    {ClientCall::adjust, {}},
    {ClientCall::sign_in, "POST auth/token"},
    {ClientCall::refresh, "PUT auth/token"},
    {ClientCall::request_status, "GET global/call/:requestId"},
};
static_assert(covers_every_call(kClientCallRows));
constexpr ClientTransport kTransports[] = {
    {"json", encode_call, decode_reply},
};
constexpr DialectClient kDialectClient = {
    .calls = kClientCallRows, .transports = kTransports, .authorization = kBearerPlaceholder};

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
    .presentation = {.speaks = "JSON PATCH with request ids",
                     .at = "/api/v2/",
                     .example = kExample},
    .decisions = kDecisions,
};

extern constexpr const DialectClient* const kClient = &kDialectClient;

}  // namespace patchbay::doors::flolive
