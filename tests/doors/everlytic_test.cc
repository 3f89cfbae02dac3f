// everlytic: the meaning of each REST request.
#include <algorithm>

#include <gtest/gtest.h>

#include "base/digest.h"
#include "call_text.h"
#include "doors/everlytic/calls.h"
#include "doors/everlytic/door.h"
#include "doors/everlytic/fields.h"

namespace patchbay::doors::everlytic {
namespace {

constexpr std::string_view kJson = "application/json";
constexpr std::string_view kForm = "application/x-www-form-urlencoded";

http::Request request(std::string_view body, std::string_view type) {
  http::Request out{.body = std::string(body), .source = "192.0.2.1"};
  out.headers = {{"Host", "everlytic.example:8080"},
                 {"Authorization", "Basic " + base64("user:key")}};
  if (!type.empty()) out.headers.emplace_back("Content-Type", std::string(type));
  return out;
}

DecodedRequest write_value(std::string_view body, std::string_view type = kJson,
                           const Settings& settings = {}) {
  return decode_request(kDoor, request(body, type), route(Action::update), {"7"}, settings);
}

std::string told(std::string_view body, std::string_view type = kJson,
                 const Settings& settings = {}) {
  return describe(write_value(body, type, settings), " | ");
}

DecodedRequest listed(std::string_view query) {
  http::Request given = request("", "");
  given.query = std::string(query);
  return decode_request(kDoor, given, route(Action::list));
}

struct Case {
  std::string_view given;
  std::string_view want;
};

TEST(Everlytic, DocumentsExample) {
  const DecodedRequest decoded = write_value("\n{\n\"email\":\"new@example.com\"\n}\n");
  EXPECT_EQ(describe(decoded, " | "),
            "amend 7 [deleted too] | contacts/primary/email = \"new@example.com\"");
  EXPECT_EQ(describe_caller(decoded.call),
            "user:key through everlytic from 192.0.2.1, administrator commerce");
}

TEST(Everlytic, HasARouteForEveryCall) {
  std::vector<std::string> routes;
  for (const Route& each : kDoor.routes)
    routes.push_back(std::string(each.method) + ' ' + std::string(each.pattern));
  std::ranges::sort(routes);
  EXPECT_EQ(routes, (std::vector<std::string>{
                        "DELETE /api/2.0/customers/:id", "GET /api/2.0", "GET /api/2.0/customers",
                        "GET /api/2.0/customers/:id", "POST /api/2.0/customers",
                        "POST /api/2.0/customers/change_email_package/:id/:package",
                        "POST /api/2.0/xmlrpc", "PUT /api/2.0/customers/:id"}));
  EXPECT_TRUE(kDoor.slash_ok);
  EXPECT_TRUE(kDoor.owns("/api/2.0/"));
  EXPECT_TRUE(kDoor.owns("/api/2.0/anything"));
  EXPECT_FALSE(kDoor.owns("/api/2.01"));
}

TEST(Everlytic, ReadsProperties) {
  for (
      const auto& [body, want] : std::initializer_list<Case>{
          {"{}", ""},
          {"[]", ""},
          {R"({"name":"Volvo"})", R"( | name = "Volvo")"},
          {R"({"status":"on","deleted":"no"})", R"( | status_word = "active" | deleted = false)"},
          {R"({"status":"deleted","deleted":"yes"})",
           R"( | status_word = "deleted" | deleted = true)"},
          {R"({"sms_quota":5,"email_quota":"007","transactions_quota":0})",
           " | zero_if_none = 5 | zero_if_none = 7 | zero_if_none = 0"},
          {R"({"sms_quota":"","email_package_id":null})",
           " | clear zero_if_none | clear zero_if_none"},
          {R"({"address":"1 High St","state_provinces":"Kent","postal_code":"TH7"})",
           R"( | addresses/main/first_line = "1 High St" | addresses/main/region = "Kent")"
           R"( | addresses/main/postal_code = "TH7")"},
          {R"({"country":"gb","telephone":"+27 (11) 555"})",
           R"( | addresses/main/country_code = "GB" | contacts/primary/telephone = "+27 (11) 555")"},
          {R"({"industry":"Hospitality, Travel & Tourism","website_url":"www.example.org"})",
           R"( | industry = "Hospitality, Travel & Tourism" | website = "www.example.org")"},
          {R"({"unique_id":null,"telephone":"","country":""})",
           " | clear external_id | clear contacts/primary/telephone | "
           "clear addresses/main/country_code"},
          {R"({"is_department":"no"})", ""}})
    EXPECT_EQ(told(body), "amend 7 [deleted too]" + std::string(want)) << body;
}

TEST(Everlytic, ComplainsOfValues) {
  for (const auto& [body, want] : std::initializer_list<Case>{
           {R"({"name":""})", "clear name (name cannot be empty)"},
           {R"({"email":null})", "clear contacts/primary/email (email cannot be empty)"},
           {R"({"status":null})", "clear status_word (status cannot be empty)"},
           {R"({"deleted":""})", "deleted = [] (deleted cannot be empty)"},
           {R"({"status":"On"})",
            R"(status_word = "On" (status must be one of on, off, suspended, deleted))"},
           {R"({"sms_quota":2147483648})",
            "zero_if_none = 2147483648 (sms_quota must be a whole number from 0 to 2147483647)"},
           {R"({"sms_quota":1.0})",
            R"(zero_if_none = "1.0" (sms_quota must be a whole number from 0 to 2147483647))"},
           {R"({"email_package_id":0})",
            "zero_if_none = 0 (email_package_id must be a whole number from 1 to 2147483647)"},
           {R"({"sms_quota":true})",
            "zero_if_none = [] (sms_quota must be a whole number, not a boolean)"},
           {R"({"name":5})", "name = [] (name must be a string, not a number)"},
           {R"({"name":["x"]})", "name = [] (name must be a string, not an array)"},
           {R"({"country":"ZZ"})",
            R"(addresses/main/country_code = "ZZ" (country must be an ISO 3166-1 country code of )"
            "two letters)"},
           {R"({"id":8})", "id = 8 (id cannot be changed here)"},
           {R"({"enterprise_id":"2"})", "enterprise = 2 (enterprise_id cannot be changed here)"},
           {R"({"fax":""})", "clear fax (fax cannot be changed here)"},
           {R"({"hash":"ABCDEFGH12345678"})",
            R"(hash = "ABCDEFGH12345678" (hash differs from this customer's: nothing is changed, )"
            "and it cannot be set)"},
           {R"({"is_department":"yes"})", "problem invalid: is_department cannot be changed here"},
           {R"({"status":"on","deleted":"yes"})", R"(status_word = "active" | deleted = true | )"
                                                  "problem invalid: deleted contradicts status"},
           {R"({"deleted":"no","status":"deleted"})",
            R"(deleted = false | status_word = "deleted" | )"
            "problem invalid: deleted contradicts status"},
           {R"({"nmae":"x"})",
            "problem invalid: nmae is not known here; the nearest known name is name"}})
    EXPECT_EQ(told(body), "amend 7 [deleted too] | " + std::string(want)) << body;
}

TEST(Everlytic, FormsReadAsJsonDoes) {
  for (const auto& [body, json] : std::initializer_list<Case>{
           {"", "{}"},
           {"name=a+%26%20b&sms_quota=5", R"({"name":"a & b","sms_quota":5})"},
           {"industry=Hospitality%2C+Travel+%26+Tourism&website_url=",
            R"({"industry":"Hospitality, Travel & Tourism","website_url":null})"},
           {"status=Off&deleted=&nmae=x", R"({"status":"Off","deleted":"","nmae":"x"})"}})
    EXPECT_EQ(told(body, kForm), told(json)) << body;
  EXPECT_EQ(told("name=a&name=b", kForm),
            "amend 7 [deleted too] | name = \"a\" | "
            "problem invalid: name is given more than once");
  EXPECT_EQ(told("", ""), told("{}"));
}

TEST(Everlytic, RefusesBodies) {
  for (const auto& [body, want] : std::initializer_list<Case>{
           {"", "the body is not good JSON at line 1, column 1: "},
           {"{\"name\":", "the body is not good JSON at name, line 1, column "},
           {R"({"name":"a","name":"b"})", "the body is not good JSON at name, line 1, column "},
           {"[{}]", "the body must be a JSON object, not an array"},
           {"\"x\"", "the body must be a JSON object, not a string"}}) {
    EXPECT_TRUE(told(body).starts_with("refused 400 malformed: " + std::string(want)))
        << told(body);
  }
  EXPECT_EQ(told("name=%zz", kForm),
            "refused 400 malformed: name must not hold a '%' without two hexadecimal digits, "
            "at character 6 of the body");
  const std::string wanted =
      "refused 415 malformed: Content-Type must be application/json or "
      "application/x-www-form-urlencoded";
  EXPECT_EQ(told("{}", "text/plain"), wanted);
  EXPECT_EQ(told("{}", ""), wanted);
}

TEST(Everlytic, SettingsAreHeard) {
  const Settings strict{.everlytic = {.require_name_and_email = true}};
  EXPECT_EQ(told(R"({"email":"a@b.example"})", kJson, strict),
            "amend 7 [deleted too] | contacts/primary/email = \"a@b.example\" | "
            "problem invalid: name is required");
  const Settings ignores{.everlytic = {.ignore_unknown = true}};
  EXPECT_EQ(told(R"({"colour":"x"})", kJson, ignores),
            "amend 7 [deleted too] | warning ignored unknown field colour");
}

TEST(Everlytic, ReadsEveryOtherCall) {
  struct ActionCase {
    Action action;
    std::vector<std::string> captured;
    std::string_view body;
    std::string_view want;
  };
  for (const auto& [action, captured, body, want] : std::initializer_list<ActionCase>{
           {Action::get, {"7"}, "", "get 7 [deleted too]"},
           {Action::get, {"seven"}, "", "get 0 [deleted too]"},
           {Action::get, {"99999999999999999999"}, "", "get 0 [deleted too]"},
           {Action::remove, {"7"}, "", "amend 7 [deleted too] | deleted = true"},
           {Action::remove, {"7"}, "[]", "amend 7 [deleted too] | deleted = true"},
           {Action::remove,
            {"7"},
            R"({"name":"x"})",
            "amend 7 [deleted too] | deleted = true | problem invalid: name is not known here"},
           {Action::change_email_package,
            {"7", "2"},
            "",
            "amend 7 [deleted too] | zero_if_none = 2"},
           {Action::change_email_package,
            {"7", "two"},
            "",
            "amend 7 [deleted too] | zero_if_none = \"two\" (email_package_id must be a whole "
            "number from 1 to 2147483647)"},
           {Action::create,
            {},
            R"({"name":"N","email":"a@b.example"})",
            "create below oneself | name = \"N\" | contacts/primary/email = \"a@b.example\""},
           {Action::create,
            {},
            R"({"email":""})",
            "create below oneself | clear contacts/primary/email (email cannot be empty) | "
            "problem invalid: email is required"}})
    EXPECT_EQ(describe(decode_request(kDoor, request(body, body.empty() ? "" : kJson),
                                      route(action), captured),
                       " | "),
              want)
        << body;
}

TEST(Everlytic, QueriesAreNotPassedOver) {
  http::Request given = request("{}", kJson);
  given.query = "name=x";
  EXPECT_EQ(describe(decode_request(kDoor, given, route(Action::update), {"7"}), " | "),
            "amend 7 [deleted too] | problem invalid: name is not known here");
}

TEST(Everlytic, CredentialsAreBasicOrNone) {
  http::Request given = request("", "");
  given.headers = {};
  EXPECT_EQ(describe_caller(decode_request(kDoor, given, route(Action::get), {"7"}).call),
            "nobody through everlytic from 192.0.2.1, user");
}

TEST(Everlytic, LinksNameTheHostThatWasCalled) {
  http::Request given = request("", "");
  EXPECT_EQ(decode_request(kDoor, given, route(Action::get), {"7"}).base_url,
            "http://everlytic.example:8080");
  given.secure = true;
  given.headers = {{"Host", "[2001:db8::1]"}};
  EXPECT_EQ(decode_request(kDoor, given, route(Action::get), {"7"}).base_url,
            "https://[2001:db8::1]");
  given.headers = {{"Host", "a\"><b"}};
  EXPECT_EQ(decode_request(kDoor, given, route(Action::get), {"7"}).base_url, "");
}

std::string describe_query(const DecodedRequest& decoded) {
  const CustomerQuery& query = std::get<core::ListCustomers>(decoded.call.request).query;
  std::string out = query.life == Life::live ? "live" : "all";
  for (const Match& match : query.where)
    out += " where " + describe(match.target) + " = " +
           (match.value ? patchbay::describe(*match.value) : "nothing");
  out += query.order == CustomerQuery::Order::id ? " by id" : " by name";
  return out + (query.descending ? " descending" : "");
}

TEST(Everlytic, ReadsLists) {
  for (const auto& [query, want] : std::initializer_list<Case>{
           {"", "from 0, 50 at most; live by id"},
           {"page=3&count=20&order=name&direction=DESC",
            "from 40, 20 at most; live by name descending"},
           {"page=&count=&order=&direction=", "from 0, 50 at most; live by id"},
           {"name=Volvo&sms_quota=5&country=gb&id=7",
            "from 0, 50 at most; live where name = \"Volvo\" where zero_if_none = 5 where "
            "addresses/main/country_code = \"GB\" where id = 7 by id"},
           {"email=&sms_quota=",
            "from 0, 50 at most; live where contacts/primary/email = nothing where zero_if_none = "
            "0 by id"},
           {"deleted=yes", "from 0, 50 at most; all where deleted = true by id"},
           {"deleted=no", "from 0, 50 at most; all where deleted = false by id"},
           {"status=deleted", "from 0, 50 at most; all where status_word = \"deleted\" by id"},
           {"status=on&name=deleted",
            "from 0, 50 at most; live where status_word = \"active\" where name = \"deleted\" by "
            "id"},
           {"is_department=no", "from 0, 50 at most; live by id"},
           {"is_department=yes", "from 0, 50 at most; live where id = nothing by id"},
           {"enterprise_id=2", "from 0, 50 at most; live where enterprise = 2 by id"},
           {"count=501&page=0",
            "from 0, 50 at most | problem invalid: page must be a whole number from 1 to 1000000 | "
            "problem invalid: count must be a whole number from 1 to 500; live by id"},
           {"order=age&direction=up",
            "from 0, 50 at most | problem invalid: order must be one of id, name | "
            "problem invalid: direction must be one of asc, desc; live by id"},
           {"status=busy&nmae=x",
            "from 0, 50 at most | problem invalid: status must be one of on, off, suspended, "
            "deleted | problem invalid: nmae is not known here; the nearest known name is name; "
            "live by id"},
           {"page=1&page=2&name=a&name=b",
            "from 0, 50 at most | problem invalid: page is given more than once | "
            "problem invalid: name is given more than once; live where name = \"a\" by id"}})
    EXPECT_EQ(describe(listed(query), " | ") + "; " + describe_query(listed(query)),
              "list below oneself at any depth " + std::string(want))
        << query;
  EXPECT_TRUE(std::get<core::ListCustomers>(listed("").call.request).query.itself);
}

}  // namespace
}  // namespace patchbay::doors::everlytic
