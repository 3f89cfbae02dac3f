// The document: every route with its parameters and replies, and the schemas they name.
#include "doors/native/open_api/open_api.h"

#include "base/text.h"
#include "base/version.h"
#include "doors/native/calls.h"
#include "doors/native/open_api/open_api_examples.h"
#include "doors/native/open_api/open_api_schemas.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

constexpr std::string_view kParameters = R"({
  "CustomerId":{"name":"id","in":"path","required":true,"description":"The customer's number or uuid.",
    "schema":{"anyOf":[{"type":"integer","minimum":1},{"type":"string","format":"uuid"}]},"example":101},
  "RequestId":{"name":"id","in":"path","required":true,"description":"What Patchbay-Request said.",
    "schema":{"type":"string","format":"uuid"},"example":"ff74dca6-8e7f-4b85-a42b-13860913b370"},
  "PrincipalId":{"name":"id","in":"path","required":true,"description":"The principal's number or name.",
    "schema":{"type":"string"},"example":"alice"},
  "ReferenceId":{"name":"id","in":"path","required":true,"description":"The number; for reading, also the name.",
    "schema":{"anyOf":[{"type":"integer"},{"type":"string"}]},"example":4},
  "WebhookId":{"name":"id","in":"path","required":true,"description":"The number of the webhook.",
    "schema":{"type":"integer","minimum":1},"example":1},
  "SystemId":{"name":"id","in":"path","required":true,"description":"The number of the outside system.",
    "schema":{"type":"integer","minimum":1},"example":1},
  "LinkedCustomer":{"name":"customer","in":"path","required":true,"description":"The number of the customer here.",
    "schema":{"type":"integer","minimum":1},"example":101},
  "ViewName":{"name":"name","in":"path","required":true,"description":"The name of a saved view.",
    "schema":{"type":"string","minLength":1,"maxLength":100},"example":"Trading"},
  "Kind":{"name":"kind","in":"path","required":true,"description":"The kind of reference.",
    "schema":{"$ref":"#/components/schemas/Kind"},"example":"music"},
  "Rehearse":{"name":"Patchbay-Rehearse","in":"header","description":"The same as dry_run.",
    "schema":{"type":"boolean","default":false},"example":true},
  "Reason":{"name":"Patchbay-Reason","in":"header","description":"Kept in history.",
    "schema":{"type":"string","maxLength":500},"example":"asked by phone"},
  "IdempotencyKey":{"name":"Idempotency-Key","in":"header",
    "description":"The caller's own name for the request: sent again, it is answered again and not done again.",
    "schema":{"type":"string","minLength":1,"maxLength":255},"example":"ticket-7"},
  "IfMatch":{"name":"If-Match","in":"header","description":"The ETag of a read, or a list of such: only if the record is at one of these versions.",
    "schema":{"type":"string"},"example":"\"7\""},
  "IfNoneMatch":{"name":"If-None-Match","in":"header","description":"The ETag of a read, or a list of such, or *: a read of one of these versions answers 304, a change of one 412.",
    "schema":{"type":"string"},"example":"\"7\""},
  "IfVersion":{"name":"Patchbay-If-Version","in":"header","description":"As If-Match, of one version, as a number.",
    "schema":{"type":"integer","minimum":0},"example":7},
  "Prefer":{"name":"Prefer","in":"header",
    "description":"handling=rebase: at another version the change is applied on top, where nothing that it touches has changed since. return=minimal: the reply has no body.",
    "schema":{"type":"string"},"example":"handling=rebase"}
})";

constexpr std::string_view kHeaders = R"({
  "Preference-Applied":{"description":"Which preferences were heeded.","schema":{"type":"string"}},
  "ETag":{"description":"The version, for If-Match.","schema":{"type":"string"}},
  "Location":{"description":"Where what was made is read.","schema":{"type":"string"}},
  "Patchbay-Request":{"description":"The request's id, which can be asked after.",
    "schema":{"type":"string","format":"uuid"}},
  "Patchbay-Rehearsed":{"description":"true, where nothing was written.","schema":{"const":"true"}},
  "Patchbay-Batch":{"description":"What it can be undone by; absent of a rehearsal.",
    "schema":{"type":"string","format":"uuid"}},
  "Idempotency-Replayed":{"description":"true, where the reply is that of an earlier request.",
    "schema":{"const":"true"}},
  "Retry-After":{"description":"Seconds after which to try again.","schema":{"type":"integer","minimum":1}}
})";

// A status with which requests are refused.
struct ErrorReply {
  int status;
  std::string_view description;
};
constexpr ErrorReply kErrorReplies[] = {
    {400, "The request cannot be read."},
    {401, "Credentials are missing, or not good."},
    {403, "The role, the door, the source address or the rate plan does not allow it."},
    {404, "It does not exist, or is out of reach: nobody learns which."},
    {405, "The path does not take this method."},
    {408, "The request took too long to come."},
    {409, "It is in conflict with what there is."},
    {412, "The record is at another version."},
    {413, "The request is too large."},
    {415, "The body is of another type or coding than those that are taken."},
    {417, "The header Expect asks for what this server does not do."},
    {421, "The host is none of those that this server answers to."},
    {422, "The input is not valid, for every reason that is named."},
    {428, "This server takes changes only with the version that they are of."},
    {429, "Too many requests, or too many wrong secrets, came from this address."},
    {431, "The headers are too large, or too many."},
    {500,
     "What the server holds of it is damaged. The operator's log says more; trying again does not "
     "help."},
    {501, "The body comes in a transfer coding that this server does not know."},
    {503, "It cannot be done now."},
    {505, "The HTTP version is not supported."},
};

// One response for each, by the name of its status.
Tree problems() {
  Tree out(Object{});
  for (const ErrorReply& each : kErrorReplies) {
    Tree one = parse_own_json(R"({
      "content":{"application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}}})");
    one.set("description", each.description);
    if (each.status == 429 || each.status == 503)
      one.set("headers",
              parse_own_json(R"({"Retry-After":{"$ref":"#/components/headers/Retry-After"}})"));
    if (each.status == 405)
      one.set("headers", parse_own_json(R"({"Allow":{
        "description":"The methods that the path takes.","schema":{"type":"string"}}})"));
    if (each.status == 401)
      one.set("headers", parse_own_json(R"({"WWW-Authenticate":{
        "description":"How to sign in.","schema":{"type":"string"}}})"));
    wire::find_child(*wire::find_child(one, "content"), "application/problem+json")
        ->set("example", problem_example(each.status));
    out.set("Problem" + std::to_string(each.status), std::move(one));
  }
  return out;
}

// "/v1/customers/{id}" for "/v1/customers/:id".
std::string templated(std::string_view pattern) {
  std::string out;
  for (const std::string_view segment : split(pattern.substr(1), '/')) {
    out += '/';
    out += segment.starts_with(':') ? '{' + std::string(segment.substr(1)) + '}'
                                    : std::string(segment);
  }
  return out;
}

Tree paths() {
  Tree out(Object{});
  for (const Operation& each : operations()) {
    const std::string path = templated(each.path);
    if (!out.find(path)) out.set(path, Tree(Object{}));
    wire::find_child(out, path)->set(lower(each.method), operation_json(each));
  }
  return out;
}

constexpr std::string_view kTags = R"([
  {"name":"customers","description":"The record, its history, and undo."},
  {"name":"bulk","description":"Changing many customers."},
  {"name":"undo","description":"Taking back what changed many."},
  {"name":"changes","description":"What was changed of all customers, for readers that follow."},
  {"name":"anchor","description":"The newest seal of all history, signed."},
  {"name":"system","description":"The state of the server and its store."},
  {"name":"requests","description":"What became of a request."},
  {"name":"traffic","description":"Recent requests at every door."},
  {"name":"problems","description":"Why requests were refused."},
  {"name":"translate","description":"Requests of one dialect in another."},
  {"name":"export","description":"Customers as a file."},
  {"name":"import","description":"Customers from a file."},
  {"name":"me","description":"Who the caller is, and its saved views."},
  {"name":"tokens","description":"Signing in and out."},
  {"name":"session","description":"Signing in and out with a browser."},
  {"name":"fields","description":"The fields of a customer."},
  {"name":"principals","description":"Who may sign in."},
  {"name":"plans","description":"Rate plans."},
  {"name":"roles","description":"Roles and their privileges."},
  {"name":"references","description":"The other rows that customers refer to."},
  {"name":"webhooks","description":"Addresses that are told of each change."},
  {"name":"systems","description":"Outside systems that are kept in step."},
  {"name":"api","description":"This description."}
])";

constexpr std::string_view kHead = R"({
  "openapi":"3.1.0",
  "info":{},
  "servers":[{"url":"/"}],
  "security":[{"basic":[]},{"bearer":[]},{"session":[],"csrf":[]}]
})";

constexpr std::string_view kSecurity = R"({
  "basic":{"type":"http","scheme":"basic","description":"A name, and its password or an API key."},
  "bearer":{"type":"http","scheme":"bearer","description":"A token of POST /v1/tokens."},
  "session":{"type":"apiKey","in":"cookie","name":"patchbay_session","description":"The cookie that POST /v1/session sets; over TLS its name begins with __Host-. It counts only beside csrf."},
  "csrf":{"type":"apiKey","in":"header","name":"X-CSRF-Token","description":"The csrf of the session. Only GET /v1/session needs none."}
})";

Tree info() {
  return Tree(
      Object{{"title", "Patchbay"},
             {"version", program_version()},
             {"description", "One durable customer record: its native API, in canonical names."},
             {"contact", Tree(Object{{"name", "Whoever runs this server"}})}});
}

}  // namespace

wire::Tree open_api_document() {
  Tree out = parse_own_json(kHead);
  out.set("info", info()).set("tags", parse_own_json(kTags)).set("paths", paths());
  out.set("components", Tree(Object{{"securitySchemes", parse_own_json(kSecurity)},
                                    {"parameters", parse_own_json(kParameters)},
                                    {"headers", parse_own_json(kHeaders)},
                                    {"responses", problems()},
                                    {"examples", Tree(all_examples())},
                                    {"schemas", Tree(all_schemas())}}));
  return out;
}

http::Response open_api_response() {
  static const std::string kWritten = wire::json::write(open_api_document());
  return {.status = 200,
          .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-cache"}},
          .body = kWritten};
}

}  // namespace patchbay::doors::native
