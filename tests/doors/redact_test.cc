// Secrets leave requests and replies before these are kept.
#include "doors/shared/redact.h"

#include <gtest/gtest.h>

#include "doors/door.h"
#include "record/field/field.h"

namespace patchbay::doors {
namespace {

TEST(Redact, MasksTheNamesOfSecrets) {
  struct Case {
    const char* type;
    const char* body;
    const char* want;
  };
  for (
      const auto& [type, body, want] : std::initializer_list<Case>{
          {"application/json", R"({"name":"a","password":"p"})",
           R"({"name":"a","password":"****"})"},
          {"application/json", R"({"refreshToken":7,"csrf":null})",
           R"({"refreshToken":"****","csrf":null})"},
          {"application/merge-patch+json", R"({"contacts":{"u":{"card_number":"4111"}}})",
           R"({"contacts":{"u":{"card_number":"****"}}})"},
          {"application/json", R"({"secret":{"a":[1,"b",true]}})",
           R"({"secret":{"a":["****","****",true]}})"},
          {"application/json-patch+json",
           R"([{"op":"add","path":"/card_number","value":"4111"},{"op":"add","path":"/notes","value":"n"}])",
           R"([{"op":"add","path":"/card_number","value":"****"},{"op":"add","path":"/notes","value":"n"}])"},
          {"application/json-patch+json",
           R"([{"op":"copy","from":"/card_number/0","path":"/notes","value":"4111"}])",
           R"([{"op":"copy","from":"/card_number/0","path":"/notes","value":"****"}])"},
          {"application/json-patch-query+json",
           R"([{"path":"/characteristic/value?characteristic.name=card_number","value":"4111"}])",
           R"([{"path":"/characteristic/value?characteristic.name=card_number","value":"****"}])"},
          {"application/json-patch-query+json",
           R"([{"path":"/a/value?a.b=%zz&a.name=%22card%5Fnumber%22&a.value=4111","value":"4"}])",
           R"([{"path":"/a/value?a.b=****&a.name=card_number&a.value=****","value":"****"}])"},
          {"application/json-patch-query+json",
           R"([{"path":"/a/value?a.name=colour","value":"red"}])",
           R"([{"path":"/a/value?a.name=colour","value":"red"}])"},
          {"application/json", R"([{"path":"provision_password","before":"a","after":"b"}])",
           R"([{"path":"provision_password","before":"****","after":"****"}])"},
          {"application/json", R"({"characteristic":[{"name":"card_number","value":{"a":"4"}}]})",
           R"({"characteristic":[{"name":"card_number","value":{"a":"****"}}]})"},
          {"application/x-ndjson",
           "{\"id\":1,\"patch\":{\"bank_account_number\":\"1\"}}\n{\"id\":2}\n",
           "{\"id\":1,\"patch\":{\"bank_account_number\":\"****\"}}\n{\"id\":2}\n"},
          {"application/x-www-form-urlencoded", "auth_password=p;id=1&creditcard_number=4",
           "auth_password=%2A%2A%2A%2A&id=1&creditcard_number=%2A%2A%2A%2A"},
          {"text/xml", "<a><username>u</username><password k='v'>p<b>q</b></password></a>",
           "<a><username>u</username><password k=\"****\">****<b>****</b></password></a>"},
          {"text/xml",
           "<struct><member><name>card_number</name><value><string>4</string></value></member>"
           "<member><name>notes</name><value>n</value></member></struct>",
           "<struct><member><name>card_number</name><value><string>****</string></value></member>"
           "<member><name>notes</name><value>n</value></member></struct>"},
          {"", "<a token='t'/>", "<a token=\"****\"/>"},
          {"", R"({"token":"t"})", R"({"token":"****"})"},
      }) {
    const auto kept = redacted_body(type, body);
    EXPECT_EQ(kept.text, want);
    EXPECT_EQ(kept.omitted, "") << body;
  }
}

TEST(Redact, OmitsWhatItCannotRead) {
  for (const auto& [type, body] : std::initializer_list<std::pair<const char*, std::string>>{
           {"application/json", "{\"password\":\"p\""},
           {"text/plain", "password p"},
           {"application/octet-stream", "{}"},
           {"text/xml", "<password>p"},
           {"", "password=p"},
           {"application/json", '"' + std::string(kKeptBodyBytesMax, 'x') + '"'},
       }) {
    const auto kept = redacted_body(type, body);
    EXPECT_EQ(kept.text, "");
    EXPECT_NE(kept.omitted, "") << body.substr(0, 40);
  }
  EXPECT_EQ(redacted_body("application/json", "").omitted, "");
}

// Every spelling of every sealed field, at every door: a new one needs no change here.
TEST(Redact, KnowsEverySealedFieldAtEveryDoor) {
  int fields = 0;
  for (const FieldRow& row : field_rows())
    if (row.secret()) {
      EXPECT_TRUE(is_secret_name(row.key)) << row.key;
      ++fields;
    }
  EXPECT_GE(fields, 4);
  for (const Door* door : all_doors()) {
    if (!door->tables) continue;
    for (const SpellingTable& table : door->tables())
      for (const Spelling& each : table.rows) {
        if (!row(each.target.field).secret()) continue;
        EXPECT_TRUE(is_secret_name(each.name)) << door->name << ' ' << each.name;
      }
  }
  EXPECT_FALSE(is_secret_name("notes"));
  EXPECT_FALSE(is_secret_name("name"));
}

TEST(Redact, MasksTheQuery) {
  http::Request request{.method = "GET", .path = "/a", .query = "auth_token=t;id=1"};
  EXPECT_EQ(redacted_target(request), "/a?auth_token=%2A%2A%2A%2A&id=1");
  request.query = "%ff";
  EXPECT_EQ(redacted_target(request), "/a?****");
  request.query.clear();
  EXPECT_EQ(redacted_target(request), "/a");
}

}  // namespace
}  // namespace patchbay::doors
