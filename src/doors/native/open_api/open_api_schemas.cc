// Schemas that have no table, written out.
#include "doors/native/open_api/open_api_schemas.h"

#include <algorithm>
#include <span>

#include "core/call/privilege.h"
#include "record/admin/reference.h"
#include "record/fault.h"
#include "record/history/event.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

constexpr NamedSchema kSchemas[] = {
    {"Clear", R"({"anyOf":[{"type":"null"},{"type":"string","maxLength":0}],
      "description":"Clears the field."})"},
    {"JsonPatch", R"({
      "type":"array","maxItems":1000,
      "description":"RFC 6902, of the document that GET shows.",
      "items":{"anyOf":[
        {"type":"object","required":["op","path","value"],"properties":{
          "op":{"enum":["add","replace","test"]},
          "path":{"$ref":"#/components/schemas/JsonPointer"},
          "value":{}}},
        {"type":"object","required":["op","path"],"properties":{
          "op":{"const":"remove"},
          "path":{"$ref":"#/components/schemas/JsonPointer"}}},
        {"type":"object","required":["op","from","path"],"properties":{
          "op":{"enum":["move","copy"]},
          "from":{"$ref":"#/components/schemas/JsonPointer"},
          "path":{"$ref":"#/components/schemas/JsonPointer"}}}]}})"},
    {"JsonPointer",
     R"({"type":"string","pattern":"^(/([^/~]|~[01])*)*$","description":"RFC 6901."})"},
    {"Change", R"({
      "type":"object","required":["path"],"properties":{
        "path":{"type":"string","description":"A field, as name or addresses/UUID/street; a member, of what is no customer."},
        "before":{"description":"The value, null where there was none; of a secret {\"sealed\": mask}."},
        "after":{"description":"The same, after the change."},
        "erased":{"const":true,"description":"What stood before was erased since, and what came after too unless `after` is there: only commitments are left."}}})"},
    {"Event", R"({
      "type":"object","required":["type","customer","uuid","version","changed"],"properties":{
        "type":{"type":"string","description":"customer.created, .changed, .moved, .deleted or .undeleted."},
        "customer":{"type":["integer","null"],"description":"null, where a rehearsal would make it."},
        "uuid":{"type":["string","null"],"format":"uuid","description":"null, where a rehearsal would make it."},
        "version":{"type":"integer","minimum":1},
        "changed":{"type":"array","items":{"type":"string"}}}})"},
    {"Rehearsal", R"({
      "type":"object","required":["rehearsed","version","changes","events"],"description":"What a change would do.","properties":{
        "rehearsed":{"const":true},
        "version":{"type":"integer","minimum":0,"description":"The version it was worked out from."},
        "changes":{"type":"array","items":{"$ref":"#/components/schemas/Change"}},
        "events":{"type":"array","items":{"$ref":"#/components/schemas/Event"},"description":"What would be told."}}})"},
    {"HistoryEntry", R"({
      "type":"object",
      "required":["version","action","time","principal","principal_id","door","source","request","reason","warnings","changes","hash"],
      "properties":{
        "version":{"type":"integer","minimum":1},
        "action":{"type":"string","description":"What was done: one of the words of `Action`, or a door's own word."},
        "time":{"type":"string","format":"date-time"},
        "principal":{"type":"string","description":"The name of who did it, as it was then."},
        "principal_id":{"type":["integer","null"],"description":"Its id, which no other ever gets; null of the system's own tools."},
        "door":{"type":"string"},
        "source":{"type":"string","description":"The address it came from."},
        "request":{"type":"string","format":"uuid"},
        "reason":{"type":"string","description":"What Patchbay-Reason said."},
        "warnings":{"type":"array","items":{"type":"string"}},
        "changes":{"type":"array","items":{"$ref":"#/components/schemas/Change"}},
        "hash":{"type":"string","pattern":"^[0-9a-f]*$","description":"Over the entry and the hash of the one before."},
        "batch":{"type":"string","format":"uuid","description":"The bulk, or undo of many, that the change was part of; absent if it was part of none, or if the request is no longer kept."}}})"},
    {"History", R"({
      "type":"object","required":["items"],"properties":{
        "items":{"type":"array","items":{"$ref":"#/components/schemas/HistoryEntry"}},
        "next":{"type":"integer","minimum":1,"description":"The `before` that goes on from here; absent at the end."}}})"},
    {"ThingHistory", R"({"$ref":"#/components/schemas/History"})"},
    {"Changes", R"({
      "type":"object","required":["items","next","more"],"properties":{
        "items":{"type":"array","items":{"$ref":"#/components/schemas/FeedEntry"}},
        "next":{"type":"string","description":"The `after` that goes on from here; also where nothing came, to ask again later."},
        "more":{"type":"boolean","description":"Whether something follows already."}}})"},
    {"Comparison", R"({
      "type":"object","required":["from","to","changes"],"properties":{
        "from":{"type":"integer","minimum":1},
        "to":{"type":"integer","minimum":1},
        "changes":{"type":"array","items":{"$ref":"#/components/schemas/Change"}}}})"},
    {"Anchor", R"({
      "type":"object","additionalProperties":false,
      "required":["seal","position","entries","thing_position","thing_entries","hash","time","public_key","signature"],
      "description":"The newest seal of history, signed. `patchbay verify --anchor` holds a store against it.","properties":{
        "seal":{"type":"integer","minimum":0},
        "position":{"type":"integer","minimum":0,"description":"The newest entry of customers' history that it covers."},
        "entries":{"type":"integer","minimum":0,"description":"How many it covers."},
        "thing_position":{"type":"integer","minimum":0,"description":"The same of principals, references and the store itself."},
        "thing_entries":{"type":"integer","minimum":0},
        "hash":{"type":"string","description":"32 bytes in Base64."},
        "time":{"type":"string","format":"date-time"},
        "public_key":{"type":"string","description":"Ed25519, 32 bytes in Base64."},
        "signature":{"type":"string","description":"64 bytes in Base64, over all else."}}})"},
    {"Undo", R"({
      "type":"object","required":["version"],"additionalProperties":false,"properties":{
        "version":{"type":"integer","minimum":1,"description":"The version whose change is taken back."},
        "paths":{"type":"array","items":{"type":"string"},"description":"Only these paths, as history shows them."},
        "force":{"type":"boolean","description":"Even where a path was changed again since."}}})"},
    {"BulkLine", R"({"anyOf":[
      {"type":"object","required":["id","patch"],"additionalProperties":false,"properties":{
        "id":{"$ref":"#/components/schemas/AnyId"},"patch":{"$ref":"#/components/schemas/CustomerPatch"},
        "if_version":{"type":"integer"}}},
      {"type":"object","required":["id","delete"],"additionalProperties":false,"properties":{
        "id":{"$ref":"#/components/schemas/AnyId"},"delete":{"const":true},"if_version":{"type":"integer"}}},
      {"type":"object","required":["create"],"additionalProperties":false,"properties":{
        "create":{"$ref":"#/components/schemas/NewCustomer"}}}]})"},
    {"BulkLines", R"({"type":"string","description":"A BulkLine in each line.",
      "contentMediaType":"application/x-ndjson","contentSchema":{"$ref":"#/components/schemas/BulkLine"}})"},
    {"BulkReplyLine", R"({"anyOf":[
      {"type":"object","required":["index","outcome"],"properties":{
        "index":{"type":"integer","minimum":0,"description":"Its place among what was asked."},
        "outcome":{"enum":["changed","unchanged","refused"]},
        "customer":{"type":"integer"},
        "uuid":{"type":"string","format":"uuid"},
        "version":{"type":"integer","minimum":0},
        "request":{"type":"string","format":"uuid"},
        "changes":{"type":"array","items":{"$ref":"#/components/schemas/Change"},"description":"Of a rehearsal."},
        "problem":{"$ref":"#/components/schemas/Problem"}}},
      {"type":"object","required":["summary"],"description":"The last line.","properties":{"summary":{
        "type":"object","required":["changed","unchanged","refused"],"properties":{
          "batch":{"type":"string","format":"uuid"},
          "rehearsed":{"const":true},
          "changed":{"type":"integer"},"unchanged":{"type":"integer"},"refused":{"type":"integer"}}}}}]})"},
    {"BulkReply", R"({"type":"string","description":"A BulkReplyLine in each line.",
      "contentMediaType":"application/x-ndjson","contentSchema":{"$ref":"#/components/schemas/BulkReplyLine"}})"},
    {"MaxAffected", R"({"type":"integer","minimum":1,"maximum":10000,"default":1000,
      "description":"More changes are refused before anything is done."})"},
    {"AnyId", R"({"anyOf":[{"type":"integer","minimum":1},{"type":"string","format":"uuid"}]})"},
    {"UndoMany", R"({
      "type":"object","additionalProperties":false,"properties":{
        "request":{"type":"string","format":"uuid"},
        "batch":{"type":"string","format":"uuid"},
        "principal":{"type":"string"},
        "from":{"type":"string","format":"date-time"},
        "to":{"type":"string","format":"date-time"},
        "force":{"type":"boolean","description":"Even where a path was changed again since."},
        "max_affected":{"type":"integer","minimum":1,"maximum":10000000,"default":1000,
          "description":"If more customers would be changed, nothing is done; above 10000 only with batch."}},
      "oneOf":[{"required":["request"]},{"required":["batch"]},{"required":["principal","from"]}]})"},
    {"Request", R"({
      "type":"object","required":["request","status","outcome","changed","customer","version","door","time"],"properties":{
        "request":{"type":"string","format":"uuid"},
        "status":{"const":"done"},
        "outcome":{"enum":["changed","unchanged"]},
        "changed":{"type":"boolean"},
        "customer":{"type":"integer"},
        "version":{"type":"integer","minimum":0,"description":"The version it made, or found where nothing had to change."},
        "door":{"type":"string"},
        "time":{"type":"string","format":"date-time"},
        "principal":{"type":"string","description":"Who sent it; absent where that is out of reach."},
        "principal_id":{"type":"integer","minimum":1,"description":"Its number."},
        "batch":{"type":"string","format":"uuid","description":"The bulk or undo it was part of."},
        "action":{"type":"string","description":"As in history."},
        "reason":{"type":"string","description":"What Patchbay-Reason said."},
        "changes":{"type":"array","items":{"$ref":"#/components/schemas/Change"},"description":"As in history; absent where the customer is out of reach."}}})"},
    {"Batch", R"({
      "type":"object","required":["batch","door","time","until","lines","changed","unchanged","changes"],
      "description":"What became of a bulk, or of an undo of many, as far as its customers are in reach. What was refused of it left no trace.","properties":{
        "batch":{"type":"string","format":"uuid"},
        "door":{"type":"string"},
        "time":{"type":"string","format":"date-time","description":"When the first of its lines was done."},
        "until":{"type":"string","format":"date-time","description":"When the last of its lines was done."},
        "lines":{"type":"integer","minimum":1,"description":"How many were done."},
        "changed":{"type":"integer","minimum":0,"description":"How many of them changed something."},
        "unchanged":{"type":"integer","minimum":0,"description":"How many found nothing to change."},
        "changes":{"type":"string","format":"uri-reference","description":"Where its changes are listed."},
        "more":{"type":"boolean","description":"true, where it has more than 10000 lines: only those were counted."},
        "principal":{"type":"string","description":"Who sent it; absent where that is out of reach."},
        "principal_id":{"type":"integer","minimum":1,"description":"Its number."}}})"},
    {"RequestOrBatch", R"({
      "anyOf":[{"$ref":"#/components/schemas/Request"},{"$ref":"#/components/schemas/Batch"}]})"},
    {"FormerValue", R"({
      "type":"object","required":["customer","path","value","version","time"],
      "description":"A value that a customer was found by and no longer has.","properties":{
        "customer":{"type":"integer"},
        "path":{"type":"string","description":"Where it stood, as history shows it."},
        "value":{"type":"string"},
        "version":{"type":"integer","minimum":1,"description":"The version that took it away."},
        "time":{"type":"string","format":"date-time"}}})"},
    {"OpenApi", R"({
      "type":"object","required":["openapi","info","paths"],"properties":{
        "openapi":{"type":"string"},"info":{"type":"object"},
        "servers":{"type":"array","items":{"type":"object"}},
        "security":{"type":"array","items":{"type":"object"}},
        "tags":{"type":"array","items":{"type":"object"}},"paths":{"type":"object"},
        "components":{"type":"object"}}})"},
};

// Lists with pages.
constexpr std::string_view kPaged[] = {"Customer",  "Principal", "Plan",         "Role",
                                       "Reference", "Webhook",   "OutsideSystem"};

Tree page_of(std::string_view schema) {
  Tree out = parse_own_json(R"({"type":"object","required":["items"],"properties":{
    "items":{"type":"array"},
    "next":{"type":"string","description":"The `cursor` that goes on from here; absent at the end."}}})");
  Tree& properties = *wire::find_child(out, "properties");
  if (schema == "Customer")
    properties.set("total", parse_own_json(R"({"type":"integer","minimum":0,
      "description":"Of all that match, where `count` asks for it and the page is not cut short."})"));
  if (schema == "Customer")
    properties.set(
        "former",
        parse_own_json(R"({"type":"array","items":{"$ref":"#/components/schemas/FormerValue"},
      "description":"Of the items that were found by a value that they no longer have."})"));
  if (schema == "Customer")
    properties.set("former_left_out", parse_own_json(R"({"type":"boolean",
      "description":"True if so many customers once had such a value that the page shows only those that have one now; absent otherwise."})"));
  wire::find_child(properties, "items")
      ->set("items", Tree(Object{{"$ref", "#/components/schemas/" + std::string(schema)}}));
  return out;
}

Tree one_of_words(Array words) {
  return Tree(Object{{"type", "string"}, {"enum", Tree(std::move(words))}});
}

Tree kinds() {
  Array out;
  for (int i = 0; i < kKinds; ++i)
    if (const auto kind = static_cast<ReferenceKind>(i); !has_own_calls(kind))
      out.emplace_back(word(kind));
  return one_of_words(std::move(out));
}

Tree groups() {
  Array out;
  for (auto group = Group::affiliate; word(group) != word(Group::none);
       group = static_cast<Group>(static_cast<int>(group) + 1))
    out.emplace_back(word(group));
  return one_of_words(std::move(out));
}

Tree privileges() {
  Array out;
  for (const core::Privilege each : core::kPrivileges) out.emplace_back(core::word(each));
  return one_of_words(std::move(out));
}

Tree actions() {
  Array out;
  for (const std::string_view each : kActions) out.emplace_back(std::string(each));
  return one_of_words(std::move(out));
}

Tree new_customer() {
  Tree out = customer_schema(SchemaUse::sent);
  Tree& properties = *wire::find_child(out, "properties");
  std::erase_if(*properties.object(), [](const auto& member) {
    return member.first == "id" || member.first == "uuid" || member.first == "version";
  });
  properties.set("parent", parse_own_json(R"({
    "type":["integer","string"],
    "description":"The id or uuid of the customer it is to stand below; the caller's home by default."})"));
  return out.set("required", Tree(Array{"name"}));
}

Tree bulk_selection() {
  Object selection;
  for (const Parameter& each : kCustomerFilter) {
    Tree schema = parameter_schema(each).set("description", each.meaning);
    if (each.form == Parameter::Form::text) schema.set("type", Tree(Array{"string", "integer"}));
    selection.emplace_back(each.name, std::move(schema));
  }
  Tree out = parse_own_json(R"({
    "type":"object","required":["select"],"additionalProperties":false,
    "description":"One change for every customer that a list is of.","properties":{
      "select":{"type":"object","additionalProperties":false},
      "patch":{"$ref":"#/components/schemas/CustomerPatch"},
      "delete":{"const":true},
      "max_affected":{"$ref":"#/components/schemas/MaxAffected"}},
    "oneOf":[{"required":["patch"]},{"required":["delete"]}]})");
  wire::find_child(*wire::find_child(out, "properties"), "select")
      ->set("properties", Tree(std::move(selection)));
  return out;
}

// An entry of history with the customer it belongs to.
Tree feed_entry() {
  const auto* entry = std::ranges::find(kSchemas, "HistoryEntry", &NamedSchema::name);
  Tree out = parse_own_json(entry->json);
  Tree more = parse_own_json(R"({
    "position":{"type":"string","description":"The `after` that goes on from here."},
    "customer":{"type":"integer","minimum":1},
    "uuid":{"type":"string","format":"uuid"}})");
  for (auto& [name, schema] : *more.object()) {
    wire::find_child(out, "required")->array()->emplace_back(name);
    wire::find_child(out, "properties")->set(name, std::move(schema));
  }
  return out;
}

Tree problem() {
  Array types{"about:blank"};
  for (int i = 0; i < kErrorKinds; ++i)
    types.emplace_back("urn:patchbay:problem:" + std::string(word(static_cast<ErrorKind>(i))));
  Tree out = parse_own_json(R"({
    "type":"object","required":["type","title","status"],"description":"RFC 9457.","properties":{
      "type":{},
      "title":{"type":"string"},
      "status":{"type":"integer","minimum":400,"maximum":599},
      "detail":{"type":"string"},
      "errors":{"type":"array","description":"Everything that is wrong.","items":{
        "type":"object","required":["field","problem","detail"],"properties":{
          "field":{"type":"string"},"problem":{"type":"string"},"detail":{"type":"string"}}}}}})");
  wire::find_child(out, "properties")->set("type", one_of_words(std::move(types)));
  return out;
}

}  // namespace

wire::Tree parse_own_json(std::string_view text) {
  return wire::json::parse(text).value_or(Tree(wire::Null{}));
}

wire::Object all_schemas() {
  Object out{
      {"Customer", customer_schema(SchemaUse::shown)},
      {"CustomerPatch", customer_schema(SchemaUse::sent)},
      {"NewCustomer", new_customer()},
      {"Address", part_schema(Section::address, SchemaUse::shown)},
      {"AddressPatch", part_schema(Section::address, SchemaUse::sent)},
      {"Contact", part_schema(Section::contact, SchemaUse::shown)},
      {"ContactPatch", part_schema(Section::contact, SchemaUse::sent)},
      {"PlanSettings", plan_settings_schema(SchemaUse::shown)},
      {"PlanSettingsPatch", plan_settings_schema(SchemaUse::sent)},
      {"BulkSelection", bulk_selection()},
      {"FeedEntry", feed_entry()},
      {"Problem", problem()},
      {"Kind", kinds()},
      {"Group", groups()},
      {"Privilege", privileges()},
      {"Action", actions()},
  };
  for (const auto& schemas : {std::span<const NamedSchema>(kSchemas), admin_schemas(),
                              webhook_schemas(), system_schemas(), file_schemas()})
    for (const NamedSchema& each : schemas) out.emplace_back(each.name, parse_own_json(each.json));
  for (auto& [name, schema] : outside_system_schemas()) out.emplace_back(name, std::move(schema));
  for (const std::string_view each : kPaged)
    out.emplace_back(std::string(each) + "Page", page_of(each));
  return out;
}

}  // namespace patchbay::doors::native
