// Requests that passed a shadow as those that rehearse them, and comparisons of two replies.
#include <gtest/gtest.h>

#include "base/digest.h"
#include "doors/reply_differences.h"
#include "doors/shadow_request.h"
#include "doors/shared/http_text.h"

namespace patchbay::doors {
namespace {

const core::Credentials kOwn = core::NameAndSecret{"me", Secret("own&<secret>")};

struct Asked {
  std::string_view door;
  http::Request request;
  std::string want;  // target, Authorization and body, or why it is not compared
};

std::string described(const Asked& asked) {
  const auto out = shadow_request(*find_shadowed(asked.door), asked.request, kOwn);
  if (!out) return std::string(word(out.error()));
  if (!out->has_call) return "no call";
  return target_of(out->request) + ' ' +
         std::string(out->request.header("Authorization").value_or("-")) + ' ' + out->request.body;
}

http::Request get(std::string path, std::string query = {}, http::Headers headers = {}) {
  return {.method = "GET",
          .path = std::move(path),
          .query = std::move(query),
          .headers = std::move(headers)};
}

http::Request post(std::string path, std::string media, std::string body) {
  return {.method = "POST",
          .path = std::move(path),
          .headers = {{"Content-Type", std::move(media)}},
          .body = std::move(body)};
}

const std::string kBasic = "Basic " + base64("me:own&<secret>");
constexpr const char* kForm = "application/x-www-form-urlencoded";

TEST(Shadow, PutsItsCredentialsInPlaceOfTheClients) {
  const Asked cases[] = {
      {"enswitch", get("/api/json/customers/get/", "auth_username=a;auth_password=b;id=7"),
       "/api/json/customers/get/?auth_username=me&auth_password=own%26%3Csecret%3E&id=7 - "},
      {"enswitch", get("/at/vendor/api/json/customers/get", "id=7&auth%5Ftoken=x&fax=%2B1"),
       "/api/json/customers/get?auth_username=me&auth_password=own%26%3Csecret%3E&id=7&fax=%2B1 "
       "- "},
      {"enswitch", post("/api/json/customers/get", kForm, "auth_username=a&auth_password=b&id=7"),
       "/api/json/customers/get?auth_username=me&auth_password=own%26%3Csecret%3E - id=7"},
      {"everlytic",
       get("/api/2.0/customers/7", "", {{"authorization", "Basic x"}, {"Cookie", "a"}}),
       "/api/2.0/customers/7 " + kBasic + ' '},
      {"m2mportal",
       post("/any", "text/xml",
            "<edit-customer version=\"1\"><authentication><username>a</username><password>b"
            "</password></authentication><customer>C</customer></edit-customer>"),
       "/ - <edit-customer version=\"1\"><authentication><username>me</username><password>"
       "own&amp;&lt;secret&gt;</password></authentication><customer>C</customer></edit-customer>"},
      {"m2mportal",
       post("/", "text/xml", "<edit-customer version=\"1\"><customer>C</customer></edit-customer>"),
       "not_signed_in"},
      {"m2mportal",
       post("/", "text/xml",
            "<edit-customer version=\"1\"><!--<authentication></authentication>--><authentication>"
            "<username>a</username><password>b</password></authentication><customer>C</customer>"
            "</edit-customer>"),
       "not_signed_in"},
      {"everlytic", get("/index.html"), "another_path"},
      {"everlytic", get("/api/2.0/lists"), "no call"},
      {"everlytic", get("/api/2.0"), "sign_in"},
      {"enswitch", get("/api/json/user/login", "auth_username=a&auth_password=b"), "sign_in"},
      {"everlytic", get("/api/2.0/customers/7", "", {{"X-HTTP-Method-Override", "DELETE"}}),
       "several_calls"},
  };
  for (const Asked& each : cases) EXPECT_EQ(described(each), each.want) << each.request.path;
  EXPECT_EQ(find_shadowed("native"), nullptr);
}

TEST(Shadow, OnlyRehearses) {
  const auto out = shadow_request(*find_shadowed("everlytic"),
                                  get("/api/2.0/customers/7", "",
                                      {{"Idempotency-Key", "k"},
                                       {"If-Match", "\"1\""},
                                       {"Patchbay-Rehearse", "false"},
                                       {"Accept-Encoding", "gzip"}}),
                                  std::nullopt);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->request.headers, (http::Headers{{"Patchbay-Rehearse", "true"}}));
}

http::Response json(std::string body, int status = 200) {
  return {
      .status = status, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
}

std::string compared(const http::Response& there, const http::Response& here,
                     ClientCall call = ClientCall::get) {
  const ChangedSince none{.has_values = [](const core::Subject&) { return false; }};
  std::string out;
  for (const auto& each :
       reply_differences(client_of("enswitch")->transports.front(), call, there, here, none))
    out += std::string(word(each.cause)) + ' ' + each.field + ": " + each.there + " | " +
           each.here + '\n';
  return out;
}

std::string data(const std::string& members) {
  return R"({"responses":[{"code":"200","key":"","message":"OK"}],"data":{"id":7,)" + members +
         "}}";
}

TEST(Shadow, ComparesByTheRowsThatReadReplies) {
  EXPECT_EQ(compared(json(data(R"("locked":1,"more":2)")), json(data(R"("locked":"1")"))), "");
  EXPECT_EQ(compared(json(data(R"("fax":"1")")), json(data(R"("fax":"")"))),
            "value fax: \"1\" | nothing\n");
  EXPECT_EQ(compared(json(data(R"("creditcard_number":"4111111111111111")")),
                     json(data(R"("creditcard_number":"")"))),
            "value creditcard_number: **** | nothing\n");
  EXPECT_EQ(compared(json("<html>", 500), json(data(R"("fax":"")"))).substr(0, 17),
            "unreadable_there ");
  const auto refused = [](const std::string& code, const std::string& words) {
    return json(R"({"responses":[{"code":")" + code + R"(","key":"","message":")" + words +
                "\"}]}");
  };
  EXPECT_EQ(compared(refused("400", "card 4111111111111111 is bad"), refused("400", "bad")),
            "refusal_text : card **** is bad | bad\n");
}

}  // namespace
}  // namespace patchbay::doors
