// The door as a value: its paths, and the functions that serve them.
#include "doors/enswitch/door.h"

#include "doors/enswitch/calls.h"
#include "doors/enswitch/decode.h"
#include "doors/enswitch/decode_reply.h"
#include "doors/enswitch/encode.h"
#include "doors/enswitch/encode_call.h"
#include "doors/enswitch/fields.h"

namespace patchbay::doors::enswitch {
namespace {

constexpr std::string_view kExample = R"shell(# enswitch: a query string
curl -sw '\n' '{url}/api/json/customers/update/?auth_username=user;auth_password=password;id=101;fax=%2B441782555102')shell";

constexpr Decision kDecisions[] = {
#define DECISION(id, setting, text) {#id, setting, text},
#include "doors/enswitch/decisions.def"
#undef DECISION
};

constexpr ClientCallRow kClientCallRows[] = {
    {ClientCall::update, "customers/update"},
    {ClientCall::get, "customers/get"},
    {ClientCall::list, "customers/list"},
    {ClientCall::create, "customers/create"},
    {ClientCall::remove, "customers/delete"},
    {ClientCall::undelete, "customers/undelete"},
    {ClientCall::move, "customers/move"},
    {ClientCall::adjust, "customers/balance/add, customers/time/add"},
    {ClientCall::sign_in, "user/login"},
    {ClientCall::refresh, {}},
    {ClientCall::request_status, {}},
};
static_assert(covers_every_call(kClientCallRows));
constexpr ClientTransport kTransports[] = {
    {"form", encode_call, decode_reply},
};
constexpr DialectClient kDialectClient = {
    .calls = kClientCallRows, .transports = kTransports, .put_credentials = put_credentials};

bool owns(std::string_view path) { return path == "/api/json" || path.starts_with("/api/json/"); }

std::vector<SpellingTable> tables() {
  const auto taken = spellings();
  const auto shown = shown_only();
  return {{"Parameters of customers/update", {taken.begin(), taken.end()}},
          {"Also shown", {shown.begin(), shown.end()}}};
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
    .credentials = head_credentials,
    .tables = tables,
    .presentation = {.speaks = "key=value in, JSON out", .at = "/api/json/", .example = kExample},
    .decisions = kDecisions,
};

extern constexpr const DialectClient* const kClient = &kDialectClient;

}  // namespace patchbay::doors::enswitch
