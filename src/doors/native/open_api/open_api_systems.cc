// Schemas of outside systems, comparisons, plans and links.
#include "core/call/system_calls.h"
#include "doors/native/open_api/open_api_schemas.h"
#include "record/admin/outside_system.h"

namespace patchbay::doors::native {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

constexpr NamedSchema kSystemSchemas[] = {
    {"SystemFinding", R"({
      "type":"object","required":["customer","uuid","name","version","there","writes","conflicts","losses"],"properties":{
        "customer":{"type":"integer","minimum":1},
        "uuid":{"type":"string","format":"uuid"},
        "name":{"type":"string"},
        "version":{"type":"integer","minimum":1,"description":"Of the customer here, when it was compared."},
        "there":{"type":"string","description":"Its number, UUID or name there; empty if it is made."},
        "make":{"const":true,"description":"The system has no such customer, and gets it."},
        "new_link":{"const":true,"description":"The pair was not known."},
        "writes":{"type":"array","items":{"type":"object","required":["field","to","before","after","before_digest","after_digest"],"properties":{
          "field":{"type":"string"},
          "to":{"enum":["system","record"]},
          "before":{"type":["string","null"],"description":"Of the side that is written."},
          "after":{"type":["string","null"]},
          "before_digest":{"type":"string","description":"What counts when the plan is carried out."},
          "after_digest":{"type":"string"},
          "overrules":{"const":true,"description":"`before` is an edit, or was never compared: it is lost."}}}},
        "conflicts":{"type":"array","items":{"type":"object","required":["field","kind","record","system"],"properties":{
          "field":{"type":"string"},
          "kind":{"enum":["conflict","leave","altered"],"description":"A person decides; both stay, as the owner says; or the system keeps it in another form."},
          "record":{"type":["string","null"]},
          "system":{"type":["string","null"]}}}},
        "losses":{"type":"array","items":{"type":"object","required":["field","kind","why","advice"],"properties":{
          "field":{"type":"string"},"kind":{"type":"string"},"why":{"type":"string"},"advice":{"type":"string"}}}}}})"},
    {"SystemRemarkKind",
     R"({"enum":["ambiguous","only_here","only_there","gone","missing","removed","unreadable","not_made"]})"},
    {"SystemRemark", R"({
      "type":"object","required":["kind","customer","name","why"],"properties":{
        "kind":{"$ref":"#/components/schemas/SystemRemarkKind"},
        "customer":{"type":"string","description":"Its number here, or what the system calls it."},
        "name":{"type":"string"},
        "why":{"type":"string"}}})"},
    {"SystemComparing", R"({
      "type":"object","additionalProperties":false,"properties":{
        "customer":{"type":"integer","minimum":1,"description":"Only this customer, which must be linked."},
        "after":{"type":"integer","minimum":0,"description":"Only customers with higher numbers: the `next` of an earlier reply."},
        "limit":{"$ref":"#/components/schemas/SystemPageLimit"}}})"},
    {"SystemPlanning", R"({
      "type":"object","additionalProperties":false,"properties":{
        "owners":{"type":"object","additionalProperties":{"$ref":"#/components/schemas/SystemOwner"},"description":"Whose value counts, for this plan only, by the name of the field."},
        "customer":{"type":"integer","minimum":1,"description":"Only this customer, which must be linked."},
        "after":{"type":"integer","minimum":0,"description":"Only customers with higher numbers: the `next` of an earlier reply."},
        "limit":{"$ref":"#/components/schemas/SystemPageLimit"}}})"},
    {"SystemDrift", R"({
      "type":"object","required":["version","compared","differing","remarked","items","remarks"],"properties":{
        "version":{"type":"integer","minimum":1,"description":"Of the description of the system."},
        "compared":{"type":"integer","minimum":0,"description":"Pairs."},
        "differing":{"type":"integer","minimum":0,"description":"Customers with something to tell, on all pages."},
        "remarked":{"type":"integer","minimum":0,"description":"Remarks, of which at most 200 are shown."},
        "items":{"type":"array","items":{"$ref":"#/components/schemas/SystemFinding"}},
        "remarks":{"type":"array","items":{"$ref":"#/components/schemas/SystemRemark"}},
        "next":{"type":"integer","description":"The `after` of the next page; absent at the end."}}})"},
    {"SystemPlan", R"({
      "type":"object","required":["version","changes"],"properties":{
        "version":{"type":"integer","minimum":1,"description":"Of the description of the system: with another one the plan is refused."},
        "compared":{"type":"integer","minimum":0},
        "differing":{"type":"integer","minimum":0},
        "remarked":{"type":"integer","minimum":0},
        "changes":{"$ref":"#/components/schemas/SystemChanges"},
        "remarks":{"type":"array","items":{"$ref":"#/components/schemas/SystemRemark"}},
        "next":{"type":"integer","description":"The `after` of a plan for the rest; absent at the end."}}})"},
    {"SystemApplied", R"({
      "type":"object","required":["items","counts","version"],"properties":{
        "items":{"type":"array","items":{"type":"object","required":["uuid","name","result","fields","why"],"properties":{
          "uuid":{"type":"string","format":"uuid"},
          "name":{"type":"string"},
          "result":{"enum":["done","already","made","linked","stale","refused","unclear"]},
          "fields":{"type":"array","items":{"type":"string"}},
          "why":{"type":"string"}}}},
        "counts":{"type":"object","additionalProperties":{"type":"integer","minimum":1},"description":"How many there are of each result."},
        "version":{"type":"integer","minimum":1,"description":"Of the description of the system."},
        "stopped":{"type":"string","description":"Why the rest of the plan was left."}}})"},
    {"SystemLink", R"({
      "type":"object","properties":{
        "customer":{"type":"integer","minimum":1},
        "uuid":{"type":"string","format":"uuid"},
        "there":{"type":"string","description":"Its number, UUID or name there; empty while it is being made."},
        "fields":{"type":"array","items":{"type":"string"},"description":"Fields on which both once agreed."},
        "missed":{"type":"integer","minimum":0,"description":"Comparisons in a row in which the system did not have it."},
        "time":{"type":"string","format":"date-time","description":"When it was last saved."},
        "released":{"const":true},
        "rehearsed":{"const":true}}})"},
    {"IdElsewhere", R"({
      "type":"object","required":["system","name","dialect","there"],"properties":{
        "system":{"type":"integer","minimum":1,"description":"The number of the outside system."},
        "name":{"type":"string","description":"What people call the system."},
        "dialect":{"$ref":"#/components/schemas/Dialect"},
        "there":{"type":"string","description":"The number, UUID or name of the customer there."}}})"},
    {"CustomerIds", R"({
      "type":"object","required":["customer","uuid","ids"],"properties":{
        "customer":{"type":"integer","minimum":1},
        "uuid":{"type":"string","format":"uuid"},
        "ids":{"type":"array","items":{"$ref":"#/components/schemas/IdElsewhere"}}}})"},
    {"SystemLinks", R"({
      "type":"object","required":["items"],"properties":{
        "items":{"type":"array","items":{"$ref":"#/components/schemas/SystemLink"}},
        "next":{"type":"integer","description":"The `after` of the next page; absent at the end."}}})"},
    {"LinkClaim", R"({
      "type":"object","required":["customer","there"],"additionalProperties":false,"properties":{
        "customer":{"type":["integer","string"],"minimum":1,"description":"Its id or its UUID."},
        "there":{"type":"string","minLength":1,"maxLength":200,"description":"Its number, UUID or name in the system."}}})"},
    {"SystemConflicts", R"({
      "type":"object","required":["items"],"properties":{
        "items":{"type":"array","items":{"type":"object","required":["customer","uuid","there","open","time"],"properties":{
          "customer":{"type":"integer","minimum":1},
          "uuid":{"type":"string","format":"uuid"},
          "there":{"type":"string"},
          "open":{"type":"array","items":{"type":"object","required":["field","kind","why"],"properties":{
            "field":{"type":"string"},
            "kind":{"enum":["conflict","refused"]},
            "why":{"type":"string","description":"The kind of fault for which it was refused; empty where a person has to choose."}}}},
          "time":{"type":"string","format":"date-time","description":"When it was found."}}}},
        "next":{"type":"integer","description":"The `after` of the next page; absent at the end."}}})"},
    {"SystemChoice", R"({
      "type":"object","required":["customer","field","choice"],"additionalProperties":false,"properties":{
        "customer":{"type":"integer","minimum":1},
        "field":{"type":"string"},
        "choice":{"enum":["record","system"],"description":"Whose value the other gets."},
        "remember":{"type":"boolean","default":false,"description":"Whether the choice becomes the owner of the field."}}})"},
};

Tree member_schema(const SystemMember& member) {
  using Kind = SystemMember::Kind;
  Object out;
  switch (member.kind) {
    case Kind::text:
      if (member.key == "dialect")
        out = {{"type", "string"}, {"$ref", "#/components/schemas/Dialect"}};
      else if (member.key == "transport")  // empty: the usual one
        out = {{"type", "string"},
               {"anyOf", Tree(Array{Tree(Object{{"const", ""}}),
                                    Tree(Object{{"$ref", "#/components/schemas/Transport"}})})}};
      else
        out = {{"type", "string"}, {"maxLength", Tree(member.max)}};
      break;
    case Kind::whole:
      out = {{"type", "integer"}, {"minimum", Tree(1)}};
      if (member.max > 0) out.emplace_back("maximum", Tree(member.max));
      break;
    case Kind::flag:
      out = {{"type", "boolean"}};
      break;
    case Kind::texts:
      out = {{"type", "array"},
             {"maxItems", Tree(member.max)},
             {"items", Tree(Object{{"type", "string"}})}};
      break;
  }
  out.emplace_back("description", std::string(member.meaning));
  return Tree(std::move(out));
}

constexpr std::string_view kFields = R"({"type":"object","maxProperties":200,
  "additionalProperties":{"$ref":"#/components/schemas/SystemOwner"},
  "description":"Names of fields, and whose value counts."})";
constexpr std::string_view kPatchedFields = R"({"type":"object","maxProperties":200,
  "additionalProperties":{"anyOf":[{"$ref":"#/components/schemas/SystemOwner"},{"type":"null"}]},
  "description":"Names of fields, and whose value counts; null takes one out."})";
constexpr std::string_view kFresh = R"({"type":"object","maxProperties":200,
  "description":"What a new customer there is given, by the key of the field."})";

Tree schema(bool is_shown) {
  Object properties;
  Array required{Tree("id"),       Tree("fields"),       Tree("new"),
                 Tree("watching"), Tree("principal_id"), Tree("version")};
  if (is_shown)
    properties.emplace_back("id", parse_own_json(R"({"type":["integer","null"],"minimum":1,
      "description":"Null of one whose making was only rehearsed."})"));
  for (const SystemMember& each : system_members()) {
    properties.emplace_back(std::string(each.key), member_schema(each));
    required.emplace_back(std::string(each.key));
  }
  properties.emplace_back("fields", parse_own_json(is_shown ? kFields : kPatchedFields));
  properties.emplace_back("new", parse_own_json(kFresh));
  Object out{{"type", "object"}};
  if (is_shown) {
    properties.emplace_back("watching", parse_own_json(R"({"type":["object","null"],
      "description":"How keeping it in step goes; null unless watch is true and it has begun.",
      "required":["state","waiting","failures"],"properties":{
        "state":{"enum":["working","failing"]},
        "waiting":{"type":"integer","minimum":0,"description":"Customers that are tried again."},
        "failures":{"type":"integer","minimum":0,"description":"Attempts that failed since one worked."},
        "failing_since":{"type":"string","format":"date-time"},
        "paused_until":{"type":"string","format":"date-time"}}})"));
    properties.emplace_back("principal_id", parse_own_json(R"({"type":"integer",
      "description":"Whose rights it has: of who changed it last."})"));
    properties.emplace_back("version", parse_own_json(R"({"type":"integer","minimum":1})"));
    properties.emplace_back("rehearsed", parse_own_json(R"({"const":true})"));
    out.emplace_back("required", Tree(std::move(required)));
  } else {
    properties.emplace_back("secret", parse_own_json(R"({"type":"string","minLength":1,
      "maxLength":4096,"writeOnly":true,"description":"The password or key; never shown."})"));
    out.emplace_back("additionalProperties", Tree(false));
  }
  out.emplace_back("properties", Tree(std::move(properties)));
  return Tree(std::move(out));
}

Tree owner_schema() {
  Array out;
#define OWNER(owner, meaning) out.emplace_back(Object{{"const", #owner}, {"description", meaning}});
#include "record/admin/system_owners.def"
#undef OWNER
  return Tree(Object{{"oneOf", Tree(std::move(out))}});
}

}  // namespace

std::span<const NamedSchema> system_schemas() { return kSystemSchemas; }

Object outside_system_schemas() {
  Array required;
  for (const SystemMember& each : system_members())
    if (each.is_required) required.emplace_back(std::string(each.key));
  for (const char* each : {"secret", "fields"}) required.emplace_back(each);
  const Tree customers_max(static_cast<std::int64_t>(core::UseSystem::kCustomersMax));
  return {{"SystemOwner", owner_schema()},
          {"SystemPageLimit", Tree(Object{{"type", "integer"},
                                          {"minimum", Tree(1)},
                                          {"maximum", customers_max},
                                          {"default", Tree(100)}})},
          {"SystemChanges",
           Tree(Object{{"type", "array"},
                       {"maxItems", customers_max},
                       {"items", Tree(Object{{"$ref", "#/components/schemas/SystemFinding"}})}})},
          {"OutsideSystem", schema(/*is_shown=*/true)},
          {"OutsideSystemPatch", schema(/*is_shown=*/false)},
          {"NewOutsideSystem", Tree(Object{{"$ref", "#/components/schemas/OutsideSystemPatch"},
                                           {"required", Tree(std::move(required))}})}};
}

}  // namespace patchbay::doors::native
