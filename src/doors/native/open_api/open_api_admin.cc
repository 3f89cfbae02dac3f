// Schemas of principals, rate plans, roles and the other references.
#include "doors/native/open_api/open_api_schemas.h"

namespace patchbay::doors::native {
namespace {

constexpr NamedSchema kAdminSchemas[] = {
    {"Identity", R"({
      "type":"object","required":["name","home","privileges"],"properties":{
        "name":{"type":"string"},
        "home":{"type":"integer","description":"The customer the caller belongs to."},
        "privileges":{"type":"array","items":{"$ref":"#/components/schemas/Privilege"}}}})"},
    {"System", R"({
      "type":"object","required":["version","time","started","uptime_s","store","queue","commits","findings"],"properties":{
        "version":{"type":"string"},
        "time":{"type":"string","format":"date-time"},
        "started":{"type":"string","format":"date-time"},
        "uptime_s":{"type":"integer","minimum":0},
        "store":{"type":"object","required":["kind","schema"],"description":"Sizes are left out where they are not known.","properties":{
          "kind":{"enum":["sqlite","postgresql","memory"]},
          "schema":{"type":"integer","minimum":0},
          "bytes":{"type":"integer","minimum":0},
          "log_bytes":{"type":"integer","minimum":0,"description":"Of the write-ahead log."},
          "disk_free_bytes":{"type":"integer","minimum":0},
          "disk_bytes":{"type":"integer","minimum":0}}},
        "queue":{"type":"object","required":["waiting","oldest_us"],"properties":{
          "waiting":{"type":"integer","minimum":0,"description":"Changes that wait."},
          "oldest_us":{"type":"integer","minimum":0,"description":"For how long the oldest one has waited, in microseconds."}}},
        "commits":{"type":"array","description":"How many commits had how many changes, since the start.","items":{
          "type":"object","required":["commits"],"properties":{
            "changes_max":{"type":"integer","minimum":1,"description":"At most so many changes, and more than the row before; absent: no limit."},
            "commits":{"type":"integer","minimum":0}}}},
        "last_backup":{"type":"object","required":["time","to"],"description":"As `patchbay backup` noted it in the data folder.","properties":{
          "time":{"type":"string","format":"date-time"},
          "to":{"type":"string"}}},
        "last_anchor":{"type":"string","format":"date-time"},
        "last_verify":{"type":"object","required":["time","whole"],"description":"As `patchbay verify` noted it in the data folder.","properties":{
          "time":{"type":"string","format":"date-time"},
          "whole":{"type":"boolean"}}},
        "findings":{"type":"array","description":"What an operator should know of or change.","items":{
          "type":"object","required":["check","what","do"],"properties":{
            "check":{"type":"string"},
            "what":{"type":"string"},
            "do":{"type":"string"}}}}}})"},
    {"SavedView", R"({
      "type":"object","required":["name","path","saved_at"],"properties":{
        "name":{"type":"string"},
        "path":{"type":"string","description":"Path and query of a page below /console/."},
        "saved_at":{"type":"string","format":"date-time"}}})"},
    {"SavedViews", R"({
      "type":"object","required":["views"],"properties":{
        "views":{"type":"array","items":{"$ref":"#/components/schemas/SavedView"}}}})"},
    {"TranslationInput", R"({
      "type":"object","required":["from","to","input"],"additionalProperties":false,"properties":{
        "from":{"$ref":"#/components/schemas/TranslatedDialect"},
        "to":{"$ref":"#/components/schemas/TranslatedDialect"},
        "transport":{"$ref":"#/components/schemas/TranslatedTransport","description":"How the other dialect is spoken, if there are several ways: rest or xml-rpc of everlytic, a release of tmf629."},
        "input":{"type":"string","maxLength":1048576,"description":"A curl command, an HTTP request as text, or a body."},
        "input_method":{"type":"string","description":"The method, if the input is only a body."},
        "input_target":{"type":"string","description":"The path and query, if the input is only a body."},
        "look_up":{"type":"boolean","default":true,"description":"Whether the customer is read, to name it as the other dialect does."}}})"},
    {"Transport", R"({"enum":["rest","xml-rpc","xml","json","form"]})"},
    {"Dialect",
     R"({"description":"Of an outside system.","enum":["m2mportal","flolive","everlytic","enswitch"]})"},
    {"TranslatedTransport", R"({"enum":["rest","xml-rpc","xml","json","form","v4","v5","v3"]})"},
    {"TranslatedDialect", R"({"enum":["m2mportal","flolive","everlytic","enswitch","tmf629"]})"},
    {"Translation", R"({
      "type":"object","required":["from","to","call","request","http","curl","losses","placeholders","looked_up"],"properties":{
        "from":{"$ref":"#/components/schemas/TranslatedDialect"},
        "to":{"$ref":"#/components/schemas/TranslatedDialect"},
        "call":{"type":"string","description":"What is asked for: update, get, create and so on."},
        "request":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/TranslatedRequest"}],"description":"null if nothing is left to send."},
        "http":{"type":["string","null"],"description":"The request as text."},
        "curl":{"type":["string","null"],"description":"The request as a command of a shell."},
        "losses":{"type":"array","items":{"$ref":"#/components/schemas/TranslationLoss"}},
        "placeholders":{"type":"array","description":"Words in the request that must be replaced before it is sent.","items":{
          "type":"object","required":["name","meaning"],"properties":{
            "name":{"type":"string"},"meaning":{"type":"string"}}}},
        "looked_up":{"type":"array","description":"What was taken from the customer's record.","items":{"type":"string"}}}})"},
    {"TranslatedRequest", R"({
      "type":"object","required":["method","target","headers","body"],"properties":{
        "method":{"type":"string"},"target":{"type":"string"},
        "headers":{"type":"array","items":{"type":"object","required":["name","value"],"properties":{
          "name":{"type":"string"},"value":{"type":"string"}}}},
        "body":{"type":"string"}}})"},
    {"TranslationLoss", R"({
      "type":"object","required":["kind","field","value","why","do"],"properties":{
        "kind":{"type":"string","enum":["no_operation","no_option","no_field","read_only","names_customer","too_long","no_word","not_accepted","not_carried","cannot_clear","replaces_more","partly","reshaped","assumed","other_part","another_call","not_valid"]},
        "field":{"type":"string","description":"In the spelling of the request; empty if it is about the whole call."},
        "value":{"type":["string","null"],"description":"null if the field was to be emptied. Secrets are masked."},
        "why":{"type":"string"},"do":{"type":"string","description":"What a person can do."}}})"},
    {"Erasure", R"({
      "type":"object","required":["customer","uuid","version","fields","entries","values"],"properties":{
        "customer":{"type":"integer","minimum":1},"uuid":{"type":"string","format":"uuid"},
        "version":{"type":"integer","minimum":1,"description":"The version after it; in a rehearsal, that before it."},
        "fields":{"type":"array","items":{"type":"string"},"description":"The paths that the record no longer has, and `name`."},
        "entries":{"type":"integer","minimum":0,"description":"Entries of history that lose values."},
        "values":{"type":"integer","minimum":0,"description":"Values that history loses."},
        "more":{"type":"boolean","description":"Whether history was too long for one request: send it again."},
        "request":{"type":"string","format":"uuid"},
        "replies":{"type":"integer","minimum":0,"description":"In a rehearsal: kept replies that would go."},
        "requests":{"type":"integer","minimum":0,"description":"In a rehearsal: recent requests that would go."},
        "rehearsed":{"const":true}}})"},
    {"Everything", R"({
      "type":"object","required":["customer","history"],"properties":{
        "customer":{"$ref":"#/components/schemas/Customer"},
        "history":{"type":"array","items":{"$ref":"#/components/schemas/HistoryEntry"}},
        "ids":{"type":"array","items":{"$ref":"#/components/schemas/IdElsewhere"},"description":"What outside systems call the customer."},
        "principals":{"type":"array","items":{"$ref":"#/components/schemas/Principal"},"description":"Who signs in for the customer."},
        "persons":{"type":"array","items":{"$ref":"#/components/schemas/Reference"},"description":"References of the kind `person` that the customer owns."},
        "requests":{"type":"array","description":"Recent requests that changed the customer.","items":{
          "type":"object","required":["request","time","door","method","target","status","principal","source"],"properties":{
            "request":{"type":"string","format":"uuid"},"time":{"type":"string","format":"date-time"},
            "door":{"type":"string"},"method":{"type":"string"},"target":{"type":"string"},
            "status":{"type":"integer"},"principal":{"type":"string"},"source":{"type":"string"}}}},
        "deliveries":{"type":"array","description":"Recent deliveries of its changes to webhooks.","items":{
          "type":"object","required":["webhook","delivery","version","time","status","problem"],"properties":{
            "webhook":{"type":"integer"},"delivery":{"type":"integer"},"version":{"type":"integer"},
            "time":{"type":"string","format":"date-time"},"status":{"type":"integer"},"problem":{"type":"string"}}}},
        "next":{"type":"integer","minimum":1,"description":"The `before` of the next page of history."}}})"},
    {"NewView", R"({
      "type":"object","required":["path"],"additionalProperties":false,"properties":{
        "path":{"type":"string","minLength":9,"maxLength":2000,"pattern":"^/console/","description":"Path and query of a page below /console/."}}})"},
    {"SignIn", R"({
      "type":"object","required":["name","password"],"additionalProperties":false,"properties":{
        "name":{"type":"string"},"password":{"type":"string","format":"password"}}})"},
    {"Refresh", R"({
      "type":"object","required":["token","refresh_token"],"additionalProperties":false,"properties":{
        "token":{"type":"string"},"refresh_token":{"type":"string"}}})"},
    {"Tokens", R"({
      "type":"object","required":["token","refresh_token","expires","seconds"],"properties":{
        "token":{"type":"string"},"refresh_token":{"type":"string"},
        "expires":{"type":"string","format":"date-time"},
        "seconds":{"type":"integer","minimum":1,"description":"Until then."}}})"},
    {"TrafficRecord", R"({
      "type":"object","required":["request","time","us","door","method","target","call","source","principal","principal_id","status","problem","problems"],
      "properties":{
        "request":{"type":"string","format":"uuid"},
        "time":{"type":"string","format":"date-time"},
        "us":{"type":"integer","minimum":0,"description":"Microseconds until the reply."},
        "door":{"type":"string"},
        "method":{"type":"string"},
        "target":{"type":"string","description":"Path and query, without secrets."},
        "call":{"type":"string","description":"What the door understood."},
        "source":{"type":"string","description":"The address of the client."},
        "principal":{"type":"string","description":"Empty if the caller was not authenticated."},
        "principal_id":{"type":["integer","null"]},
        "status":{"type":"integer"},
        "problem":{"type":"string","description":"Why it was refused; empty if it was done."},
        "problems":{"type":"array","items":{"type":"object","required":["field","detail"],"properties":{
          "field":{"type":"string"},"detail":{"type":"string"}}}},
        "customer":{"type":"integer"},
        "changes":{"type":"array","items":{"$ref":"#/components/schemas/Change"}},
        "sent":{"$ref":"#/components/schemas/KeptBody"},
        "replied":{"$ref":"#/components/schemas/KeptBody"}}})"},
    {"KeptBody", R"({
      "type":"object","required":["type","text"],"properties":{
        "type":{"type":"string","description":"The media type."},
        "text":{"type":"string"},
        "omitted":{"type":"string","description":"Why the body is not kept."}}})"},
    {"Traffic", R"({
      "type":"object","required":["items","newest","kept"],"properties":{
        "items":{"type":"array","items":{"$ref":"#/components/schemas/TrafficRecord"}},
        "newest":{"type":"integer"},
        "next":{"type":"integer"},
        "kept":{"type":"boolean","description":"False if this server keeps no traffic."}}})"},
    {"Problems", R"({
      "type":"object","required":["items"],"properties":{"items":{"type":"array","items":{
        "type":"object","required":["door","problem","field","count","first","last"],"properties":{
          "door":{"type":"string"},"problem":{"type":"string"},"field":{"type":"string"},
          "count":{"type":"integer","minimum":1},
          "first":{"type":"string","format":"date-time"},
          "last":{"type":"string","format":"date-time"}}}}}})"},
    {"SessionStart", R"({
      "type":"object","required":["csrf","expires","seconds"],"properties":{
        "csrf":{"type":"string","description":"For the header X-CSRF-Token."},
        "expires":{"type":"string","format":"date-time"},
        "seconds":{"type":"integer","minimum":0,"description":"Until then."}}})"},
    {"Session", R"({
      "type":"object","required":["csrf","me"],"properties":{
        "csrf":{"type":"string","description":"For the header X-CSRF-Token; empty if the request has a name and password instead of a session."},
        "me":{"$ref":"#/components/schemas/Identity"}}})"},
    {"Fields", R"({
      "type":"object","required":["sections"],"properties":{"sections":{"type":"array","items":{
        "type":"object","required":["title","fields"],"properties":{
          "title":{"type":"string"},
          "fields":{"type":"array","items":{"$ref":"#/components/schemas/Field"}}}}}}})"},
    {"Field", R"({
      "type":"object","required":["path","scope","key","meaning","type","rule","required","care","personal","doors"],
      "properties":{
        "path":{"type":"string","description":"The key; of a part, after the name of its list: contacts/telephone."},
        "scope":{"enum":["customer","address","contact"]},
        "key":{"type":"string"},
        "meaning":{"type":"string"},
        "type":{"enum":["text","whole","decimal","flag","choice","reference","customer","currency","timezone","email","emails","url","ip","card","date","e164","wholes","pairs"]},
        "rule":{"type":"string","description":"Which values are allowed, in words."},
        "required":{"type":"boolean","description":"Whether it cannot be cleared."},
        "care":{"type":"array","items":{"enum":["commercial","secret","server"]},"description":"commercial: needs the commerce privilege; secret: reads as a mask; server: set by the server only."},
        "personal":{"type":"boolean","description":"Whether a value says something about a person; such values go when the person is erased."},
        "max_length":{"type":"integer","description":"Of a text, in characters."},
        "min":{"type":"integer"},"max":{"type":"integer"},
        "choices":{"type":"array","items":{"type":"string"}},
        "columns":{"type":"array","items":{"type":"string"},"description":"Of pairs."},
        "reference":{"$ref":"#/components/schemas/Kind"},
        "none":{"type":"boolean","description":"-1 is allowed and means none."},
        "plan":{"type":"boolean","description":"-2 is allowed and means: as the rate plan says."},
        "plan_group":{"type":"string","description":"The group with which a rate plan can lock it."},
        "found_by":{"type":"string","description":"How searches find a customer by it."},
        "doors":{"type":"object","additionalProperties":{"type":"array","items":{"type":"string"}},"description":"Its names at the other doors."}}})"},
    {"Principal", R"({
      "type":"object",
      "required":["id","name","home","roles","role_ids","doors","sources","has_password","keys","locked","version"],
      "properties":{
        "id":{"type":["integer","null"],"minimum":1,"description":"Null of one whose making was only rehearsed."},
        "name":{"type":"string"},
        "home":{"type":"integer"},
        "roles":{"type":"array","items":{"type":"string"},"description":"Names of its roles; of one whose name is not its own only, or that is gone, the id as text. Can be sent back as it is."},
        "role_ids":{"type":"array","items":{"type":"integer"},"description":"The ids of the same roles, in the same order; below zero those of the predefined ones."},
        "doors":{"type":"array","items":{"type":"string"},"description":"The doors open to it; empty: all."},
        "sources":{"type":"array","items":{"type":"string"},"description":"Addresses or blocks it may come from; empty: all."},
        "has_password":{"type":"boolean"},
        "keys":{"type":"array","items":{"type":"string"},"description":"The labels of its API keys."},
        "new_key":{"type":"string","description":"The key just made; shown once."},
        "locked":{"type":"boolean"},
        "lockouts":{"type":"array","description":"Where its passwords are refused for now, after too many wrong ones; in replies to GET.","items":{
          "type":"object","required":["source","until","failures"],"properties":{
            "source":{"type":"string","description":"The address, or the /64 block of IPv6 addresses."},
            "until":{"type":"string","format":"date-time"},
            "failures":{"type":"integer","minimum":1}}}},
        "rehearsed":{"const":true},
        "version":{"type":"integer","minimum":1}}})"},
    {"PrincipalPatch", R"({
      "type":"object","additionalProperties":false,"properties":{
        "name":{"type":"string","minLength":1,"maxLength":255},
        "home":{"type":"integer"},
        "roles":{"type":"array","maxItems":50,"items":{"type":["string","integer"]},"description":"Names or ids of roles that its home sees."},
        "doors":{"type":"array","items":{"type":"string"}},
        "sources":{"type":"array","maxItems":50,"items":{"type":"string"}},
        "password":{"type":"string","format":"password","minLength":8,"maxLength":1024},
        "new_key":{"type":"string","minLength":1,"maxLength":100,"description":"Makes an API key of this label."},
        "remove_key":{"type":"string","description":"The label of the key that goes."},
        "locked":{"type":"boolean","description":"False also forgets failed attempts."}}})"},
    {"NewPrincipal", R"({"$ref":"#/components/schemas/PrincipalPatch","required":["name"]})"},
    {"Plan", R"({
      "type":"object","required":["kind","id","owner","name","description","settings","locked","version"],
      "properties":{
        "kind":{"const":"plan"},
        "id":{"type":["integer","null"],"minimum":1,"description":"Null of one whose making was only rehearsed."},
        "owner":{"type":"integer"},
        "name":{"type":"string"},
        "description":{"type":"string"},
        "settings":{"$ref":"#/components/schemas/PlanSettings"},
        "locked":{"type":"array","items":{"$ref":"#/components/schemas/Group"},"description":"Groups of fields that it locks."},
        "rehearsed":{"const":true},
        "version":{"type":"integer","minimum":1}}})"},
    {"PlanPatch", R"({
      "type":"object","additionalProperties":false,"properties":{
        "name":{"type":"string","minLength":1,"maxLength":255},
        "description":{"type":"string"},
        "owner":{"type":"integer"},
        "settings":{"$ref":"#/components/schemas/PlanSettingsPatch"},
        "locked":{"type":"array","items":{"$ref":"#/components/schemas/Group"}}}})"},
    {"NewPlan", R"({"$ref":"#/components/schemas/PlanPatch","required":["name"]})"},
    {"Role", R"({
      "type":"object","required":["kind","id","owner","name","description","privileges","version"],
      "properties":{
        "kind":{"const":"role"},
        "id":{"type":["integer","null"],"description":"Below zero for the predefined roles; null of one whose making was only rehearsed."},
        "owner":{"type":"integer"},
        "name":{"type":"string"},
        "description":{"type":"string"},
        "privileges":{"type":"array","items":{"$ref":"#/components/schemas/Privilege"}},
        "rehearsed":{"const":true},
        "version":{"type":"integer","minimum":1}}})"},
    {"RolePatch", R"({
      "type":"object","additionalProperties":false,"properties":{
        "name":{"type":"string","minLength":1,"maxLength":255},
        "description":{"type":"string"},
        "owner":{"type":"integer"},
        "privileges":{"type":"array","items":{"$ref":"#/components/schemas/Privilege"}}}})"},
    {"NewRole", R"({"$ref":"#/components/schemas/RolePatch","required":["name"]})"},
    {"OtherReference", R"({
      "type":"object","required":["kind","id","owner","name","description","version"],
      "properties":{
        "kind":{"$ref":"#/components/schemas/Kind"},
        "id":{"type":["integer","null"],"minimum":1,"description":"Null of one whose making was only rehearsed."},
        "owner":{"type":"integer"},
        "name":{"type":"string"},
        "description":{"type":"string"},
        "rehearsed":{"const":true},
        "version":{"type":"integer","minimum":1}}})"},
    {"Reference", R"({"anyOf":[
      {"$ref":"#/components/schemas/Plan"},{"$ref":"#/components/schemas/Role"},
      {"$ref":"#/components/schemas/OtherReference"}]})"},
    {"ReferencePatch", R"({"anyOf":[
      {"$ref":"#/components/schemas/PlanPatch"},{"$ref":"#/components/schemas/RolePatch"}]})"},
    {"NewReference", R"({"$ref":"#/components/schemas/ReferencePatch","required":["name"]})"},
};

}  // namespace

std::span<const NamedSchema> admin_schemas() { return kAdminSchemas; }

}  // namespace patchbay::doors::native
