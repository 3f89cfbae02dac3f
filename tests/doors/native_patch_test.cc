// The native door's JSON Patch: the edits that a patch of the shown document makes.
#include <gtest/gtest.h>

#include "call_text.h"
#include "doors/native/calls.h"
#include "doors/native/customers/customer_json.h"
#include "doors/native/door.h"
#include "doors/native/encode.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

constexpr const char* kOne = "00000000-0000-4000-8000-000000000001";
constexpr const char* kTwo = "00000000-0000-4000-8000-000000000002";

core::View shown() {
  core::View out;
  out.record.id = {101};
  out.record.uuid = Uuid::numbered(101);
  out.record.version = 7;
  const auto set = [&](Field field, Value value, const Uuid& part = {}) {
    out.record.values.set({field, part}, std::move(value));
  };
  set(Field::parent, std::int64_t{2});
  set(Field::name, std::string("Volvo"));
  set(Field::notes, std::string("keep"));
  set(Field::card_number, SealedSecret{.tail = "1111"});
  set(Field::custom_fields, List{{"a", "1"}, {"b", "2"}});
  const Uuid address = *Uuid::parse(kOne);
  set(Field::address_ordinal, std::int64_t{1}, address);
  set(Field::address_type, std::string("main"), address);
  set(Field::address_city, std::string("Leeds"), address);
  return out;
}

http::Request request(std::string body, std::string type = "application/json-patch+json",
                      std::string query = {}) {
  return {.method = "PATCH",
          .query = std::move(query),
          .headers = {{"Content-Type", std::move(type)}},
          .body = std::move(body),
          .source = "192.0.2.1"};
}

DecodedRequest decoded_from(const http::Request& what) {
  return decode_request(kDoor, what, patch_customer, {"101"});
}

// The edits and problems of a patch for the customer above, joined.
std::string told(const std::string& patch) {
  const DecodedRequest decoded = decoded_from(request(patch));
  const auto* update = std::get_if<core::UpdateCustomer>(&decoded.call.request);
  if (decoded.refused || !update || !update->from_view) return describe(decoded, " | ");
  const core::Edits wished = update->from_view(shown());
  std::string out;
  const auto add = [&](const std::string& line) { out += (out.empty() ? "" : " | ") + line; };
  for (const core::FieldEdit& field_edit : wished.edits) add(describe(field_edit));
  for (const Problem& each : wished.problems)
    add(std::string(word(each.kind)) + " at " + each.field + ": " + each.what);
  return out;
}

struct Case {
  std::string patch;
  std::string want;
};

TEST(NativeJsonPatch, WishesForWhatDiffersFromWhatIsShown) {
  const std::string one = kOne;
  for (const auto& [patch, want] : std::initializer_list<Case>{
           {R"([])", ""},
           {R"([{"op":"test","path":"/name","value":"Volvo"}])", ""},
           {R"([{"op":"replace","path":"/name","value":"Saab"}])", R"(name = "Saab")"},
           {R"([{"op":"add","path":"/account","value":"7"}])", R"(account = "7")"},
           {R"([{"op":"add","path":"/notes","value":null}])", "clear notes"},
           {R"([{"op":"remove","path":"/notes"}])", "clear notes"},
           {R"([{"op":"move","from":"/notes","path":"/description"}])",
            R"(clear notes | description = "keep")"},
           {R"([{"op":"copy","from":"/notes","path":"/description"}])", R"(description = "keep")"},
           {R"([{"op":"remove","path":"/notes"},{"op":"add","path":"/notes","value":"keep"}])", ""},
           {R"([{"op":"remove","path":"/custom_fields/0"}])", "custom_fields = [b=2]"},
           {R"([{"op":"add","path":"/custom_fields/-","value":{"key":"c","value":"3"}}])",
            "custom_fields = [a=1, b=2, c=3]"},
           {R"([{"op":"replace","path":"/addresses/)" + one + R"(/city","value":"York"}])",
            "addresses/or_new:" + one + R"(/city = "York")"},
           {R"([{"op":"remove","path":"/addresses/)" + one + R"("}])",
            "clear addresses/or_new:" + one + "/part"},
           {R"([{"op":"copy","from":"/addresses/)" + one + R"(","path":"/addresses/)" + kTwo +
                R"("}])",
            std::string("addresses/or_new:") + kTwo + R"(/type = "main" | addresses/or_new:)" +
                kTwo + R"(/city = "Leeds" | addresses/or_new:)" + kTwo + "/primary = false"},
           {R"([{"op":"replace","path":"/addresses/)" + one +
                R"(","value":{"type":"main","primary":false}}])",
            "clear addresses/or_new:" + one + "/city"},
       })
    EXPECT_EQ(told(patch), want) << patch;
}

TEST(NativeJsonPatch, BlamesThePointer) {
  for (const auto& [patch, want] : std::initializer_list<Case>{
           {R"([{"op":"test","path":"/name","value":"Saab"}])",
            "conflict at /name: is not what the patch tests for (operation 0)"},
           {R"([{"op":"test","path":"/name","value":"Volvo"},{"op":"remove","path":"/fax"}])",
            "invalid at /fax: names nothing (operation 1)"},
           {R"([{"op":"replace","path":"","value":[]}])",
            "invalid at : the patch must leave an object, not an array"},
           {R"([{"op":"add","path":"/resolved/bulk_calls","value":7}])",
            "invalid at resolved: follows from the record and cannot be changed"},
           {R"([{"op":"add","path":"/nmae","value":"x"}])",
            "invalid at nmae: is not known here; the nearest known name is name"},
       })
    EXPECT_EQ(told(patch), want) << patch;
}

TEST(NativeJsonPatch, RefusesWhatIsNoPatch) {
  for (const auto& [patch, want] : std::initializer_list<Case>{
           {R"({"name":"x"})",
            "refused 400 malformed: the body must be an array of operations, not an object"},
           {R"([{"op":"add","path":"/name"}])", "refused 400 malformed: [0].value is missing"},
           {R"([)",
            "refused 400 malformed: [0] is not good JSON at line 1, column 2: expected a value"}})
    EXPECT_EQ(told(patch), want) << patch;
}

TEST(NativeJsonPatch, IsOneOfThreeMediaTypes) {
  for (const char* type : {"application/merge-patch+json", "application/json"})
    EXPECT_EQ(describe(decoded_from(request(R"({"notes":null})", type)), " | "),
              "amend 101 [deleted too] | clear notes")
        << type;
  const DecodedRequest other = decoded_from(request("[]", "application/xml"));
  ASSERT_TRUE(other.refused);
  const http::Response reply = encode(other, std::unexpected(*other.refused), {});
  EXPECT_EQ(reply.status, 415);
  EXPECT_NE(reply.body.find("application/json-patch+json"), std::string::npos);
}

TEST(NativeJsonPatch, CanBeRehearsed) {
  const DecodedRequest decoded =
      decoded_from(request("[]", "application/json-patch+json", "dry_run=true"));
  EXPECT_TRUE(decoded.call.options.rehearse);
  EXPECT_FALSE(decoded.refused);
}

}  // namespace
}  // namespace patchbay::doors::native
