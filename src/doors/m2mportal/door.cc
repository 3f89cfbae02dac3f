// The door as a value: its one path, and the functions that serve it.
#include "doors/m2mportal/door.h"

#include "doors/m2mportal/calls.h"
#include "doors/m2mportal/decode.h"
#include "doors/m2mportal/decode_reply.h"
#include "doors/m2mportal/encode.h"
#include "doors/m2mportal/encode_call.h"

namespace patchbay::doors::m2mportal {
namespace {

constexpr std::string_view kExample = R"shell(# m2mportal: the XML command edit-customer
curl -sw '\n' {url}/ -H 'Content-Type: application/xml' -d '<edit-customer version="1" api-id="123456"><authentication><username>username</username><password>password</password></authentication><customer>Global Trading</customer><website>www.gbtrading.com</website><notes>New account, initial trial</notes></edit-customer>')shell";

constexpr Decision kDecisions[] = {
#define DECISION(id, setting, text) {#id, setting, text},
#include "doors/m2mportal/decisions.def"
#undef DECISION
};

constexpr ClientCallRow kClientCallRows[] = {
    {ClientCall::update, "edit-customer"},
    {ClientCall::get, {}},
    {ClientCall::list, {}},
    {ClientCall::create, "add-customer"},
    {ClientCall::remove, {}},
    {ClientCall::undelete, {}},
    {ClientCall::move, {}},
    {ClientCall::adjust, {}},
    {ClientCall::sign_in, {}},
    {ClientCall::refresh, {}},
    {ClientCall::request_status, {}},
};
static_assert(covers_every_call(kClientCallRows));
constexpr ClientTransport kTransports[] = {
    {"xml", encode_call, decode_reply},
};
constexpr DialectClient kDialectClient = {
    .calls = kClientCallRows, .transports = kTransports, .put_credentials = put_credentials};

bool owns(std::string_view path) { return path == "/"; }

// The rows of both commands.
std::vector<SpellingTable> tables() {
  const auto edited = edited_elements();
  return {{"Elements", {customer_element()}},
          {"Elements of edit-customer", {edited.begin(), edited.end()}}};
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
    .tables = tables,
    .presentation = {.speaks = "one XML command per POST", .at = "POST /", .example = kExample},
    .decisions = kDecisions,
};

extern constexpr const DialectClient* const kClient = &kDialectClient;

}  // namespace patchbay::doors::m2mportal
