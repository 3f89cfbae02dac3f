// Examples in the document. tests/conformance/openapi.py validates each against its schema.
#include "doors/native/open_api/open_api_examples.h"

#include <algorithm>
#include <vector>

#include "doors/native/open_api/open_api_schemas.h"
#include "record/field/field.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

struct Example {
  std::string_view schema;
  std::string_view json;
};

constexpr std::string_view kCustomer = R"({
  "id":101,"uuid":"00000000-0000-4000-8000-000000000101","parent":2,"version":8,
  "name":"Global Trading","status":"active","currency":"GBP","plan":2,"class_of_service":1,
  "bill_type":"postpaid","balance":"312.40","website":"www.gbtrading.example",
  "addresses":{"00000000-0000-4000-8000-000001000101":{
    "ordinal":1,"type":"main","primary":true,"street":"Tech Avenue","city":"Webberley"}},
  "contacts":{"00000000-0000-4000-8000-000002000101":{
    "ordinal":1,"type":"owner","primary":true,"role":"selfcare",
    "email":"paul@gbtrading.example","telephone":"+44 1782 555 101"}},
  "resolved":{}})";

constexpr std::string_view kEntry = R"({
  "version":8,"action":"amend","time":"2026-01-31T12:00:00.000000Z","principal":"alice",
  "principal_id":7,"door":"flolive","source":"192.0.2.7","request":"ff74dca6-8e7f-4b85-a42b-13860913b370",
  "reason":"asked by phone","warnings":[],
  "changes":[{"path":"tax_number","before":null,"after":"GB123456789"}],
  "hash":"5f2b6c0e8d1a4f7793b0c2d4e6f80a1b2c3d4e5f60718293a4b5c6d7e8f90a1b"})";

constexpr std::string_view kPrincipal = R"({
  "id":7,"name":"alice","home":2,"roles":["reseller"],"role_ids":[-3],"doors":[],"sources":[],
  "has_password":true,"keys":["crm"],"locked":false,"version":3})";
constexpr std::string_view kPlan = R"({
  "kind":"plan","id":2,"owner":1,"name":"Standard","description":"For most",
  "settings":{"bulk_calls":3},"locked":["credit"],"version":1})";
constexpr std::string_view kRole = R"({
  "kind":"role","id":5,"owner":2,"name":"desk","description":"The support desk",
  "privileges":["user","administrator"],"version":1})";
constexpr std::string_view kReference = R"({
  "kind":"music","id":4,"owner":2,"name":"Quiet","description":"","version":1})";

constexpr std::string_view kWebhook = R"({
  "id":1,"name":"billing","description":"","below":2,"url":"https://billing.example/hook",
  "doors":[],"actions":[],"fields":["name","tax_number"],"include":["name"],"enabled":true,
  "format":"cloudevents","principal_id":7,"public_key":"whpk_NGc5ss3/AK3kQI8u2deKQ3ae41Km9/ToQbxe6u/W4ms=",
  "delivery":{"state":"working","waiting":0,"dead":0,"failures":0},"version":1})";

constexpr std::string_view kOutsideSystem = R"({
  "id":1,"name":"Everlytic","description":"","enabled":true,"dialect":"everlytic","address":"https://everlytic.example/",
  "transport":"","username":"alice","below":2,"there":"","match":["external_id","name"],"make":false,
  "make_max":100,"gone_max":100,"gone_percent":10,"ignore":["only_there"],"per_second":10,
  "timeout_s":30,"plain_http":false,"watch":true,"watch_minutes":15,"fields":{"name":"review","website":"record"},"new":{},
  "watching":{"state":"working","waiting":0,"failures":0},
  "principal_id":7,"version":1})";
constexpr std::string_view kFinding =
    R"({"customer":101,"uuid":"00000000-0000-4000-8000-000000000101",
  "name":"Global Trading","version":7,"there":"12","writes":[{"field":"website","to":"system",
  "before":null,"after":"www.gbtrading.example","before_digest":"",
  "after_digest":"0d5f9e6c2a8b4f7091c3e5d7a9b1f2c4"}],"conflicts":[],"losses":[]})";

constexpr const char* kTrafficRecord = R"({"request":"ff74dca6-8e7f-4b85-a42b-13860913b370",
  "time":"2026-01-31T12:00:00.000000Z","us":900,"door":"flolive","method":"PATCH",
  "target":"/api/v2/customer/00000000-0000-4000-8000-000000000101","call":"update_customer",
  "source":"192.0.2.7","principal":"alice","principal_id":7,"status":202,"problem":"",
  "problems":[],"customer":101,
  "changes":[{"path":"tax_number","before":null,"after":"GB123456789"}],
  "sent":{"type":"application/json","text":"{\"vatRegistrationNumber\":\"GB123456789\"}"},
  "replied":{"type":"application/json","text":"{}"}})";

constexpr const char* kSystem = R"({"version":"1.2.0","time":"2026-01-31T12:00:00.000000Z",
  "started":"2026-01-30T12:00:00.000000Z","uptime_s":86400,
  "store":{"kind":"sqlite","schema":8,"bytes":52428800,"log_bytes":4194304,
    "disk_free_bytes":1073741824,"disk_bytes":8589934592},
  "queue":{"waiting":2,"oldest_us":1300},
  "commits":[{"changes_max":1,"commits":40},{"changes_max":2,"commits":3}],
  "last_backup":{"time":"2026-01-31T03:00:00.000000Z","to":"/backup/monday"},
  "findings":[{"check":"anchors","what":"No anchors are written.",
    "do":"Set audit.anchor_minutes and audit.anchor_file, and keep the file elsewhere."}]})";

constexpr const char* kTranslationInput = R"({"from":"enswitch","to":"everlytic",
  "input":"curl https://HOST/api/json/customers/update -d 'id=101&name=Global+Trading&fax=1'"})";

constexpr const char* kTranslation = R"({"from":"enswitch","to":"everlytic","call":"update",
  "request":{"method":"PUT","target":"/api/2.0/customers/101","headers":[
    {"name":"Content-Type","value":"application/json"},
    {"name":"Authorization","value":"Basic USERNAME:PASSWORD"}],
    "body":"{\"name\":\"Global Trading\"}"},
  "http":"PUT /api/2.0/customers/101 HTTP/1.1\r\nHost: HOST\r\n\r\n",
  "curl":"curl -X PUT https://HOST/api/2.0/customers/101 -u USERNAME:PASSWORD",
  "losses":[{"kind":"read_only","field":"fax","value":"1",
    "why":"the dialect shows it but does not change it here",
    "do":"make this change through another dialect"}],
  "placeholders":[{"name":"USERNAME","meaning":"the name that signs in"}],
  "looked_up":[]})";

constexpr Example kExamples[] = {
    {"NewCustomer", R"({"name":"Global Trading","parent":2,"plan":2})"},
    {"Anchor", R"({"seal":2,"position":13,"entries":13,"thing_position":31,"thing_entries":31,
      "hash":"epau6TOGNAXYz4nc4CSiYlfGAFn1fsvAd7j+BjoxYC0=","time":"2026-01-31T12:00:00.000000Z",
      "public_key":"NGc5ss3/AK3kQI8u2deKQ3ae41Km9/ToQbxe6u/W4ms=",
      "signature":"YCT6z7ZXKwuk18d4JHtDyGrrXAqR4u+V1sXfejFdojWqWreYze9ddEmTp6WjWy6N9LtOy9CV3oq3PVnY2zwMDA=="})"},
    {"CustomerPatch", R"({"notes":"call back","website":null})"},
    {"JsonPatch", R"([{"op":"test","path":"/status","value":"active"},
      {"op":"replace","path":"/notes","value":"call back"}])"},
    {"Rehearsal", R"({"rehearsed":true,"version":7,
      "changes":[{"path":"notes","before":null,"after":"call back"}],
      "events":[{"type":"customer.changed","customer":101,
        "uuid":"00000000-0000-4000-8000-000000000101","version":8,"changed":["notes"]}]})"},
    {"Comparison", R"({"from":1,"to":8,
      "changes":[{"path":"notes","before":null,"after":"call back"}]})"},
    {"Undo", R"({"version":8,"paths":["tax_number"]})"},
    {"BulkSelection", R"({"select":{"below":2,"status":"active"},"patch":{"notes":"moved"},
      "max_affected":100})"},
    {"UndoMany", R"({"principal":"alice","from":"2026-01-31T12:00:00Z"})"},
    {"RequestOrBatch", R"({"request":"ff74dca6-8e7f-4b85-a42b-13860913b370","status":"done",
      "outcome":"changed","changed":true,"customer":101,"version":8,"door":"flolive",
      "time":"2026-01-31T12:00:00.000000Z","principal":"alice","action":"amend","reason":"",
      "changes":[{"path":"tax_number","before":null,"after":"GB123456789"}]})"},
    {"Erasure", R"({"customer":101,"uuid":"00000000-0000-4000-8000-000000000101","version":9,
      "fields":["name","notes"],"entries":3,"values":5,
      "request":"ff74dca6-8e7f-4b85-a42b-13860913b370","more":false})"},
    {"Identity", R"({"name":"alice","home":2,"privileges":["user","administrator"]})"},
    {"System", kSystem},
    {"TranslationInput", kTranslationInput},
    {"Translation", kTranslation},
    {"NewView", R"({"path":"/console/find?q=trading"})"},
    {"SavedView", R"({"name":"Trading","path":"/console/find?q=trading",
      "saved_at":"2026-01-31T12:00:00.000000Z"})"},
    {"SavedViews", R"({"views":[{"name":"Trading","path":"/console/find?q=trading",
      "saved_at":"2026-01-31T12:00:00.000000Z"}]})"},
    {"SignIn", R"({"name":"alice","password":"correct horse"})"},
    {"Refresh", R"({"token":"a-token","refresh_token":"a-refresh-token"})"},
    {"Tokens", R"({"token":"a-token","refresh_token":"a-refresh-token",
      "expires":"2026-01-31T13:00:00.000000Z","seconds":3600})"},
    {"TrafficRecord", kTrafficRecord},
    {"Traffic", R"({"items":[],"newest":17,"kept":true})"},
    {"Problems", R"({"items":[{"door":"flolive","problem":"invalid","field":"vat","count":3,
      "first":"2026-01-31T12:00:00.000000Z","last":"2026-01-31T13:00:00.000000Z"}]})"},
    {"SessionStart",
     R"({"csrf":"0f1e2d3c","expires":"2026-01-31T12:30:00.000000Z","seconds":1800})"},
    {"Session", R"({"csrf":"0f1e2d3c","me":{"name":"alice","home":2,
      "privileges":["user","administrator"]}})"},
    {"Fields", R"({"sections":[{"title":"Identity and contract","fields":[{"path":"notes",
      "scope":"customer","key":"notes","meaning":"Free notes.","type":"text",
      "rule":"text of at most 500 characters","required":false,"care":[],"personal":true,"max_length":500,
      "doors":{"flolive":["notes"]}}]}]})"},
    {"NewPrincipal", R"({"name":"alice","password":"correct horse","roles":["reseller"]})"},
    {"PrincipalPatch", R"({"locked":false})"},
    {"NewPlan", R"({"name":"Standard","settings":{"bulk_calls":3},"locked":["credit"]})"},
    {"PlanPatch", R"({"description":"For most"})"},
    {"NewRole", R"({"name":"desk","privileges":["user","administrator"]})"},
    {"RolePatch", R"({"privileges":["user"]})"},
    {"NewReference", R"({"name":"Quiet"})"},
    {"ReferencePatch", R"({"description":"For the night"})"},
    {"OpenApi", R"({"openapi":"3.1.0","info":{"title":"Patchbay"},"paths":{}})"},
    {"Principal", kPrincipal},
    {"Plan", kPlan},
    {"Role", kRole},
    {"Reference", kReference},
    {"Webhook", kWebhook},
    {"NewWebhook", R"({"name":"billing","url":"https://billing.example/hook",
      "fields":["name","tax_number"],"include":["name"]})"},
    {"WebhookPatch", R"({"enabled":true})"},
    {"WebhookRotation", R"({"keep_old_s":3600})"},
    {"WebhookTest", R"({"status":200,"problem":"","us":1500,"body":"ok"})"},
    {"Deliveries", R"({"items":[{"delivery":12,"customer":101,"version":8,
      "request":"ff74dca6-8e7f-4b85-a42b-13860913b370","attempt":1,
      "time":"2026-01-31T12:00:00.000000Z","us":1500,"status":500,"problem":"answered 500"}]})"},
    {"Replay", R"({"failed":true})"},
    {"DeliveryReplay", R"({"again":3})"},
    {"OutsideSystem", kOutsideSystem},
    {"NewOutsideSystem", R"({"name":"Everlytic","dialect":"everlytic",
      "address":"https://everlytic.example/","username":"alice","secret":"the API key",
      "match":["external_id","name"],"fields":{"name":"review","website":"record"}})"},
    {"OutsideSystemPatch", R"({"fields":{"website":"system","name":null}})"},
    {"SystemComparing", R"({"limit":100})"},
    {"SystemPlanning", R"({"owners":{"website":"record"},"limit":100})"},
    {"SystemApplied", R"({"items":[{"uuid":"00000000-0000-4000-8000-000000000101",
      "name":"Global Trading","result":"done","fields":["website"],"why":""}],
      "counts":{"done":1},"version":1})"},
    {"CustomerIds", R"({"customer":101,"uuid":"00000000-0000-4000-8000-000000000101",
      "ids":[{"system":1,"name":"Everlytic","dialect":"everlytic","there":"4711"}]})"},
    {"SystemLinks", R"({"items":[{"customer":101,"uuid":"00000000-0000-4000-8000-000000000101",
      "there":"12","fields":["website"],"missed":0,"time":"2026-01-31T12:00:00.000000Z"}]})"},
    {"SystemLink", R"({"customer":101,"uuid":"00000000-0000-4000-8000-000000000101","there":"12",
      "fields":[],"missed":0,"time":"2026-01-31T12:00:00.000000Z"})"},
    {"LinkClaim", R"({"customer":101,"there":"12"})"},
    {"SystemConflicts", R"({"items":[{"customer":101,"uuid":"00000000-0000-4000-8000-000000000101",
      "there":"12","open":[{"field":"name","kind":"conflict","why":""}],
      "time":"2026-01-31T12:00:00.000000Z"}]})"},
    {"Import", R"({"batch":"ff74dca6-8e7f-4b85-a42b-13860913b370","applied":false,
      "file":"CSV with commas, header in line 1, UTF-8","key":"uuid",
      "columns":[{"name":"uuid","meaning":"uuid"},{"name":"name","meaning":"name"}],
      "rows":2,"made":0,"changed":1,"unchanged":0,"refused":1,"written_before":0,
      "changes":[{"line":2,"customer":101,"what":"name \"Global Trading\" -> \"Global\""}],
      "faults":[{"line":3,"byte":62,"column":"name","what":"must have at least 1 character"}]})"},
    {"SystemChoice", R"({"customer":101,"field":"name","choice":"record","remember":true})"},
};

// Bodies of JSON lines.
constexpr Example kLined[] = {
    {"CustomersFile", "uuid,name\n00000000-0000-4000-8000-000000000101,Global Trading\n"},
    {"BulkLines",
     "{\"id\":101,\"patch\":{\"notes\":\"moved\"},\"if_version\":7}\n"
     "{\"create\":{\"parent\":2,\"name\":\"New\"}}\n"},
    {"BulkReply",
     "{\"index\":0,\"outcome\":\"changed\",\"customer\":101,\"version\":8}\n"
     "{\"summary\":{\"changed\":1,\"unchanged\":0,\"refused\":0}}\n"},
};

Tree page_example(Tree item) {
  return Tree(Object{{"items", Tree(Array{std::move(item)})}, {"next", "aWQgMTAxIA"}});
}

// Members that every customer has, in addition to those of the example.
Tree customer() {
  Tree out = parse_own_json(kCustomer);
  for (const FieldRow& each : field_rows(Section::customer))
    if (each.rule.form == ValueRule::Form::flag) out.set(std::string(each.key), Tree(false));
  return out;
}

Tree change_example() {
  Tree out(Object{{"position", "ZmVlZCA4IA"},
                  {"customer", Tree(101)},
                  {"uuid", "00000000-0000-4000-8000-000000000101"}});
  Tree entry = parse_own_json(kEntry);
  for (auto& [key, value] : *entry.object()) out.set(key, std::move(value));
  return out;
}

std::vector<std::pair<std::string, Tree>> made() {
  std::vector<std::pair<std::string, Tree>> out;
  for (const Example& each : kExamples) out.emplace_back(each.schema, parse_own_json(each.json));
  for (const Example& each : kLined) out.emplace_back(each.schema, Tree(std::string(each.json)));
  out.emplace_back("Customer", customer());
  out.emplace_back("CustomerPage", page_example(customer()));
  for (const auto& [name, json] :
       {std::pair{"PrincipalPage", kPrincipal}, std::pair{"PlanPage", kPlan},
        std::pair{"RolePage", kRole}, std::pair{"ReferencePage", kReference},
        std::pair{"WebhookPage", kWebhook}, std::pair{"OutsideSystemPage", kOutsideSystem}})
    out.emplace_back(name, page_example(parse_own_json(json)));
  out.emplace_back("Everything", Tree(Object{{"customer", customer()},
                                             {"history", Tree(Array{parse_own_json(kEntry)})},
                                             {"next", Tree(8)}}));
  for (const auto& [name, list] :
       {std::pair{"SystemDrift", "items"}, std::pair{"SystemPlan", "changes"}})
    out.emplace_back(name, Tree(Object{{"version", Tree(1)},
                                       {"compared", Tree(1)},
                                       {"differing", Tree(1)},
                                       {"remarked", Tree(0)},
                                       {list, Tree(Array{parse_own_json(kFinding)})},
                                       {"remarks", Tree(Array{})}}));
  for (const char* name : {"History", "ThingHistory"})
    out.emplace_back(
        name, Tree(Object{{"items", Tree(Array{parse_own_json(kEntry)})}, {"next", Tree(8)}}));
  out.emplace_back("Changes", Tree(Object{{"items", Tree(Array{change_example()})},
                                          {"next", "ZmVlZCA4IA"},
                                          {"more", Tree(false)}}));
  return out;
}

const std::vector<std::pair<std::string, Tree>>& examples() {
  static const auto kMade = made();
  return kMade;
}

struct ErrorExample {
  int status;
  std::string_view json;
};
constexpr ErrorExample kErrorExamples[] = {
    {400, R"({"type":"urn:patchbay:problem:malformed","title":"The request cannot be read",
      "status":400,"detail":"the body is not good JSON at line 1, column 9: a value is missing"})"},
    {401,
     R"({"type":"urn:patchbay:problem:no_credentials","title":"Credentials are needed","status":401})"},
    {403, R"({"type":"urn:patchbay:problem:role_denied","title":"Not allowed to this role",
      "status":403,"detail":"your role does not allow this"})"},
    {404, R"({"type":"urn:patchbay:problem:unknown_customer","title":"No such customer",
      "status":404,"detail":"the customer does not exist, or is out of your reach"})"},
    {405, R"({"type":"about:blank","title":"The request was refused","status":405,
      "detail":"the method is not one of those this path takes: GET, HEAD, PATCH, DELETE"})"},
    {408, R"({"type":"about:blank","title":"The request was refused","status":408,
      "detail":"the request took too long"})"},
    {409,
     R"({"type":"urn:patchbay:problem:conflict","title":"The input is in conflict with what there is",
      "status":409,"detail":"notes was already undone by version 11",
      "errors":[{"field":"notes","problem":"conflict","detail":"was already undone by version 11"}]})"},
    {412,
     R"({"type":"urn:patchbay:problem:version_differs","title":"The record has moved on","status":412})"},
    {413, R"({"type":"about:blank","title":"The request was refused","status":413,
      "detail":"the body is larger than this server takes"})"},
    {415, R"({"type":"urn:patchbay:problem:malformed","title":"The request cannot be read",
      "status":415,"detail":"the content type must be application/json"})"},
    {417, R"({"type":"about:blank","title":"The request was refused","status":417,
      "detail":"the expectation is not supported"})"},
    {421, R"({"type":"about:blank","title":"The request was refused","status":421,
      "detail":"this server does not answer to that host name: it answers to those of the setting server.hosts"})"},
    {422, R"({"type":"urn:patchbay:problem:invalid","title":"The input is not valid","status":422,
      "detail":"music must be the id of an existing music",
      "errors":[{"field":"music","problem":"invalid","detail":"must be the id of an existing music"}]})"},
    {428,
     R"({"type":"urn:patchbay:problem:version_required","title":"A version is required","status":428})"},
    {429,
     R"({"type":"urn:patchbay:problem:too_many_requests","title":"Too many requests","status":429})"},
    {431, R"({"type":"about:blank","title":"The request was refused","status":431,
      "detail":"the headers are too large"})"},
    {500, R"({"type":"urn:patchbay:problem:damaged","title":"The record is damaged","status":500,
      "detail":"the stored data is damaged and cannot be read; nothing was changed, and the server's log has the details"})"},
    {501, R"({"type":"about:blank","title":"The request was refused","status":501,
      "detail":"the transfer encoding is not supported"})"},
    {503, R"({"type":"urn:patchbay:problem:unavailable","title":"Not available now","status":503,
      "detail":"the service cannot do this now; nothing was changed"})"},
    {505, R"({"type":"about:blank","title":"The request was refused","status":505,
      "detail":"the HTTP version is not supported"})"},
};

}  // namespace

const Tree* example_of(std::string_view schema) {
  const auto found = std::ranges::find(examples(), schema, &std::pair<std::string, Tree>::first);
  return found == examples().end() ? nullptr : &found->second;
}

Object all_examples() {
  Object out;
  for (const auto& [schema, value] : examples())
    out.emplace_back(schema, Tree(Object{{"value", value}}));
  return out;
}

Tree problem_example(int status) {
  const auto found = std::ranges::find(kErrorExamples, status, &ErrorExample::status);
  return found == std::end(kErrorExamples) ? Tree(Object{}) : parse_own_json(found->json);
}

}  // namespace patchbay::doors::native
