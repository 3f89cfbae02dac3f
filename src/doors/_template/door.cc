// The door as a value: its paths, and the functions that serve them.
#include "doors/_template/door.h"

#include "doors/_template/calls.h"
#include "doors/_template/decode.h"
#include "doors/_template/decode_reply.h"
#include "doors/_template/encode.h"
#include "doors/_template/encode_call.h"
#include "doors/_template/fields.h"
#include "doors/shared/call_encoding.h"

namespace patchbay::doors::template_dialect {
namespace {

constexpr std::string_view kExample = R"shell(# template_dialect: a form
curl -sw '\n' {url}/template/customers/101 -u username:password -d 'website=www.gbtrading.com')shell";

constexpr Decision kDecisions[] = {
#define DECISION(id, setting, text) {#id, setting, text},
#include "doors/_template/decisions.def"
#undef DECISION
};

constexpr ClientCallRow kClientCallRows[] = {
    {ClientCall::update, "update"}, {ClientCall::get, "get"},         {ClientCall::list, {}},
    {ClientCall::create, {}},       {ClientCall::remove, {}},         {ClientCall::undelete, {}},
    {ClientCall::move, {}},         {ClientCall::adjust, {}},         {ClientCall::sign_in, {}},
    {ClientCall::refresh, {}},      {ClientCall::request_status, {}},
};
static_assert(covers_every_call(kClientCallRows));
constexpr ClientTransport kTransports[] = {
    {"form", encode_call, decode_reply},
};
constexpr DialectClient kDialectClient = {
    .calls = kClientCallRows, .transports = kTransports, .authorization = kBasicPlaceholder};

bool owns(std::string_view path) { return path.starts_with("/template/"); }

std::vector<SpellingTable> tables() {
  const auto rows = fields();
  return {{"Parameters", {rows.begin(), rows.end()}}};
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
    .credentials = head_credentials,
    .tables = tables,
    .presentation = {.speaks = "forms in, JSON out", .at = "/template/", .example = kExample},
    .decisions = kDecisions,
};

extern constexpr const DialectClient* const kClient = &kDialectClient;

}  // namespace patchbay::doors::template_dialect
