// Schemas of webhooks and their deliveries.
#include "doors/native/open_api/open_api_schemas.h"

namespace patchbay::doors::native {
namespace {

constexpr NamedSchema kWebhookSchemas[] = {
    {"Webhook", R"({
      "type":"object",
      "required":["id","name","description","below","url","doors","actions","fields","include","enabled","format","principal_id","public_key","version"],
      "properties":{
        "id":{"type":["integer","null"],"minimum":1,"description":"Null of one whose making was only rehearsed."},
        "name":{"type":"string"},
        "description":{"type":"string"},
        "below":{"type":"integer","description":"Changes of this customer and all below it are sent."},
        "url":{"type":"string"},
        "doors":{"type":"array","items":{"type":"string"},"description":"Only changes through these; empty: any."},
        "actions":{"type":"array","items":{"type":"string"},"description":"Only changes with these actions; empty: any."},
        "fields":{"type":"array","items":{"type":"string"},"description":"Only changes of one of these fields; empty: any."},
        "include":{"type":"array","items":{"type":"string"},"description":"Fields whose new values are in the event; empty: none."},
        "enabled":{"type":"boolean"},
        "format":{"type":"string","description":"The form of what is sent: cloudevents; form, to each customer's own address; or that of the door where it was registered, such as tmf629.v4."},
        "query":{"type":"string","description":"What it asked for when it was registered at a door."},
        "principal_id":{"type":"integer","description":"Whose rights it has: of who changed it last."},
        "public_key":{"type":"string","description":"whpk_…, with which anyone can check the signature v1a; empty if the keys cannot be read."},
        "old_secret_until":{"type":"string","format":"date-time","description":"Until then the keys before sign too."},
        "delivery":{"type":"object","required":["state","waiting","dead","failures"],"properties":{
          "state":{"enum":["working","failing","stopped","disabled"]},
          "waiting":{"type":"integer","minimum":0,"description":"Changes that are tried again."},
          "dead":{"type":"integer","minimum":0,"description":"Changes that are not tried any more."},
          "failures":{"type":"integer","minimum":0,"description":"Attempts that failed since one was taken."},
          "behind_since":{"type":"string","format":"date-time","description":"When the oldest change was made that is not delivered yet; absent: all are. Dead ones do not count."},
          "failing_since":{"type":"string","format":"date-time"},
          "paused_until":{"type":"string","format":"date-time"},
          "stopped":{"type":"string","description":"Why nothing is sent until `enabled` is set to true."}}},
        "secret":{"type":"string","description":"whsec_…, with which the receiver checks the signature v1. Only where keys were made."},
        "rehearsed":{"const":true},
        "version":{"type":"integer","minimum":1}}})"},
    {"WebhookPatch", R"({
      "type":"object","additionalProperties":false,"properties":{
        "name":{"type":"string","minLength":1,"maxLength":100},
        "description":{"type":"string","maxLength":1000},
        "below":{"type":"integer","description":"The caller's home by default."},
        "url":{"type":"string","minLength":1,"maxLength":2000,"pattern":"^https?://|^customer:events_url$","description":"Without user, password and fragment; on port 80, 443 or above 1023. Or `customer:events_url`: each change goes to the address in the changed customer's own field `events_url`, as form fields."},
        "doors":{"type":"array","maxItems":100,"items":{"type":"string"}},
        "actions":{"type":"array","maxItems":100,"items":{"$ref":"#/components/schemas/Action"}},
        "fields":{"type":"array","maxItems":100,"items":{"type":"string"}},
        "include":{"type":"array","maxItems":100,"items":{"type":"string"}},
        "enabled":{"type":"boolean"}}})"},
    {"NewWebhook", R"({"$ref":"#/components/schemas/WebhookPatch","required":["name","url"]})"},
    {"WebhookRotation", R"({
      "type":"object","additionalProperties":false,"properties":{
        "keep_old_s":{"type":"integer","minimum":0,"maximum":2592000,"default":86400,"description":"For so many seconds the keys before sign too."}}})"},
    {"WebhookTest", R"({
      "type":"object","properties":{
        "status":{"type":"integer","minimum":0,"description":"Of the reply; 0: there was none."},
        "problem":{"type":"string","description":"Why it counts as failed; empty if it does not."},
        "us":{"type":"integer","minimum":0,"description":"Microseconds until the reply."},
        "body":{"type":"string","description":"The beginning of the reply."},
        "rehearsed":{"const":true}}})"},
    {"Deliveries", R"({
      "type":"object","required":["items"],"properties":{
        "items":{"type":"array","items":{"type":"object",
          "required":["delivery","customer","version","request","attempt","time","us","status","problem"],"properties":{
            "delivery":{"type":"integer","minimum":1,"description":"The number of the attempt."},
            "customer":{"type":"integer"},
            "version":{"type":"integer","minimum":1,"description":"The version that the change made."},
            "request":{"type":"string","format":"uuid","description":"The request that made the change."},
            "attempt":{"type":"integer","minimum":1,"description":"1: the first for this change."},
            "time":{"type":"string","format":"date-time"},
            "us":{"type":"integer","minimum":0,"description":"Microseconds until the reply."},
            "status":{"type":"integer","minimum":0,"description":"Of the reply; 0: there was none."},
            "problem":{"type":"string","description":"Why it failed; empty if it was taken."},
            "due":{"type":"string","format":"date-time","description":"When its change is tried again; absent if it does not wait."},
            "dead":{"const":true,"description":"Its change is not tried any more."}}}},
        "next":{"type":"integer","description":"The `before` of the next page; absent at the end."}}})"},
    {"Replay", R"({
      "type":"object","minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{
        "delivery":{"type":"integer","minimum":1,"description":"The number of an attempt: its change is sent again."},
        "failed":{"const":true,"description":"All that wait, and those that are not tried any more."},
        "after":{"type":"string","description":"A position of GET /v1/changes: everything after it."},
        "from":{"type":"string","description":"A time: everything that was changed then or later."}}})"},
    {"DeliveryReplay", R"({
      "type":"object","properties":{
        "again":{"type":"integer","minimum":0,"description":"So many changes are sent again; absent where they are not counted."},
        "rehearsed":{"const":true}}})"},
};

}  // namespace

std::span<const NamedSchema> webhook_schemas() { return kWebhookSchemas; }

}  // namespace patchbay::doors::native
