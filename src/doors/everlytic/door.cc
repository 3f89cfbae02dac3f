// The door as a value: its paths, and the functions that serve them.
#include "doors/everlytic/door.h"

#include "doors/everlytic/calls.h"
#include "doors/everlytic/decode.h"
#include "doors/everlytic/decode_reply.h"
#include "doors/everlytic/encode.h"
#include "doors/everlytic/encode_call.h"
#include "doors/everlytic/fields.h"
#include "doors/everlytic/rpc_decode.h"
#include "doors/shared/call_encoding.h"

namespace patchbay::doors::everlytic {
namespace {

constexpr std::string_view kExample = R"shell(# everlytic: REST PUT with an API key
curl -sw '\n' -X PUT {url}/api/2.0/customers/101 -u administrator:demo-api-key-0000000000000000 -H 'Content-Type: application/json' -d '{"email":"accounts@gbtrading.example"}')shell";

constexpr Decision kDecisions[] = {
#define DECISION(id, setting, text) {#id, setting, text},
#include "doors/everlytic/decisions.def"
#undef DECISION
};

constexpr ClientCallRow kClientCallRows[] = {
    {ClientCall::update, "PUT customers/:id"},
    {ClientCall::get, "GET customers/:id"},
    {ClientCall::list, "GET customers"},
    {ClientCall::create, "POST customers"},
    {ClientCall::remove, "DELETE customers/:id"},
    {ClientCall::undelete, "PUT customers/:id"},
    {ClientCall::move, {}},
    {ClientCall::adjust, {}},
    {ClientCall::sign_in, {}},
    {ClientCall::refresh, {}},
    {ClientCall::request_status, {}},
};
static_assert(covers_every_call(kClientCallRows));
constexpr ClientTransport kTransports[] = {
    {"rest", encode_call, decode_reply},
    {"xml-rpc", encode_rpc_call, decode_rpc_reply},
};
constexpr DialectClient kDialectClient = {
    .calls = kClientCallRows, .transports = kTransports, .authorization = kBasicPlaceholder};

bool owns(std::string_view path) { return path == "/api/2.0" || path.starts_with(kBase); }

std::vector<SpellingTable> tables() {
  const auto rows = properties();
  return {{"Properties", {rows.begin(), rows.end()}}};
}

}  // namespace

extern constexpr Door kDoor = {
    .name = kName,
    .owns = owns,
    .routes = kRoutes,
    .slash_ok = true,
    .decode = decode,
    .encode = encode,
    .refuse = refuse,
    .etags = true,
    .credentials = head_credentials,
    .tables = tables,
    .join = join_rpc,
    .slashes_merge = true,
    .presentation = {.speaks = "REST PUT and XML-RPC", .at = "/api/2.0/", .example = kExample},
    .decisions = kDecisions,
};

extern constexpr const DialectClient* const kClient = &kDialectClient;

}  // namespace patchbay::doors::everlytic
