// The door as a value: its paths, and the functions that serve them.
#include "doors/tmf629/door.h"

#include <algorithm>

#include "doors/shared/call_encoding.h"
#include "doors/tmf629/calls.h"
#include "doors/tmf629/decode.h"
#include "doors/tmf629/encode.h"
#include "doors/tmf629/encode_call.h"
#include "doors/tmf629/events.h"
#include "doors/tmf629/said_here.h"

namespace patchbay::doors::tmf629 {
namespace {

constexpr std::string_view kExample = R"shell(# tmf629: the telecom standard, here its release v4
curl -sw '\n' -X PATCH {url}/tmf-api/customerManagement/v4/customer/101 -u username:password \
  -H 'Content-Type: application/json' -d '{"statusReason":"asked by telephone"}')shell";

constexpr Decision kDecisions[] = {
#define DECISION(id, setting, text) {#id, setting, text},
#include "doors/tmf629/decisions.def"
#undef DECISION
};

constexpr ClientCallRow kClientCallRows[] = {
    {ClientCall::update, "patchCustomer"},
    {ClientCall::get, "retrieveCustomer"},
    {ClientCall::list, "listCustomer"},
    {ClientCall::create, "createCustomer"},
    {ClientCall::remove, "deleteCustomer"},
    {ClientCall::undelete, ""},
    {ClientCall::move, ""},
    {ClientCall::adjust, ""},
    {ClientCall::sign_in, ""},
    {ClientCall::refresh, ""},
    {ClientCall::request_status, "monitor"},
};
static_assert(covers_every_call(kClientCallRows));
// Each release is a way to speak the standard. Replies are not read.
constexpr ClientTransport kTransports[] = {
    {"v4", encode_call<Release::v4>, nullptr},
    {"v5", encode_call<Release::v5>, nullptr},
    {"v3", encode_call<Release::v3>, nullptr},
};
constexpr DialectClient kDialectClient = {.calls = kClientCallRows,
                                          .transports = kTransports,
                                          .authorization = kBasicPlaceholder,
                                          .said_here_only = said_here_only};

bool owns(std::string_view path) {
  return std::ranges::any_of(kReleaseRows,
                             [&](const ReleaseRow& row) { return path.starts_with(row.base); });
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
    .minimal = true,
    .presentation = {.speaks = "TMF629 Customer Management, v3 to v5",
                     .at = "/tmf-api/",
                     .example = kExample},
    .decisions = kDecisions,
    .event_formats = kEventFormats,
};

extern constexpr const DialectClient* const kClient = &kDialectClient;

}  // namespace patchbay::doors::tmf629
