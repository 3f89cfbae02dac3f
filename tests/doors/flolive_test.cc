// flolive: the document's own example in both directions, every call, every reply.
#include <gtest/gtest.h>

#include "call_text.h"
#include "doors/flolive/calls.h"
#include "doors/flolive/door.h"
#include "wire/json.h"

namespace patchbay::doors::flolive {
namespace {

constexpr const char* kId = "00000000-0000-4000-8000-000000000102";

struct Case {
  std::string_view text;
  std::string_view want;
};

http::Request request(std::string body, std::string query = {}, std::string type = {}) {
  http::Request out{.query = std::move(query), .body = std::move(body), .source = "192.0.2.7"};
  out.headers.emplace_back("Authorization", "Bearer abc");
  if (!type.empty()) out.headers.emplace_back("Content-Type", std::move(type));
  return out;
}

DecodedRequest decoded(Action what, std::string body = {}, std::string query = {},
                       std::string id = kId) {
  return doors::decode_request(kDoor,
                               request(std::move(body), std::move(query), "application/json"),
                               route(what), {std::move(id)});
}

std::string encoded(const DecodedRequest& decoded, const Result<core::Outcome>& outcome) {
  const http::Response reply = kDoor.encode(decoded, outcome, {});
  std::string out = std::to_string(reply.status) + ' ' +
                    wire::json::write(wire::json::parse(reply.body).value_or(wire::Null{}));
  for (const auto& [name, value] : reply.headers)
    if (name != "Content-Type" && name != "Cache-Control") out += ' ' + name + ": " + value;
  return out;
}

// A failure as "400 CUSTOMER_1003 Failed to …".
std::string failed(const DecodedRequest& decoded, const Fault& fault) {
  const http::Response reply = kDoor.encode(decoded, std::unexpected(fault), {});
  const auto body = wire::json::parse(reply.body);
  EXPECT_EQ(*body->find("content"), wire::Tree(""));
  EXPECT_EQ(*body->find("pageable"), wire::Tree(""));
  return std::to_string(reply.status) + ' ' + *body->find("errorCode")->text() + ' ' +
         *body->find("errorMessage")->text();
}

TEST(Flolive, ReadsTheDocumentsOwnExample) {
  const DecodedRequest call = decoded(Action::update, "{\n    \"name\": \"Volvo\"\n}");
  EXPECT_EQ(describe(call),
            "amend 00000000-0000-4000-8000-000000000102 [needs contact.landlinePhoneNumber]\n"
            "name = \"Volvo\"");
  EXPECT_EQ(describe_caller(call.call),
            "token abc through flolive from 192.0.2.7, administrator commerce, not oneself");
}

TEST(Flolive, AnswersAsTheDocumentPrints) {
  core::Receipt receipt;
  receipt.request = *Uuid::parse("ff74dca6-8e7f-4b85-a42b-13860913b370");
  const http::Response ack = kDoor.encode(decoded(Action::update, "{}"), receipt, {});
  EXPECT_EQ(ack.status, 202);
  EXPECT_EQ(ack.headers,
            (http::Headers{{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}));
  EXPECT_EQ(ack.body, R"({
  "errorCode": "",
  "errorMessage": "",
  "content": [
    {
      "requestId": "ff74dca6-8e7f-4b85-a42b-13860913b370"
    }
  ],
  "pageable": {
    "page": 0,
    "size": 10,
    "totalPages": 1,
    "totalElements": 1
  }
})");
  const http::Response nak = kDoor.encode(decoded(Action::update, "{}"),
                                          std::unexpected(Fault(ErrorKind::unavailable, "x")), {});
  EXPECT_EQ(nak.status, 503);
  EXPECT_EQ(nak.body, R"({
  "errorCode": "GLOBAL_1001",
  "errorMessage": "Service unavailable. Please try again",
  "content": "",
  "pageable": ""
})");
}

TEST(Flolive, ReadsEveryCall) {
  for (const auto& [what, text, want] :
       std::initializer_list<std::tuple<Action, std::string, std::string>>{
           {Action::get, "", "get 00000000-0000-4000-8000-000000000102"},
           {Action::status, "", "status of 00000000-0000-4000-8000-000000000102"},
           {Action::status_with_id, "", "status of 00000000-0000-4000-8000-000000000102"},
           {Action::children, "",
            "list below 00000000-0000-4000-8000-000000000102 from 0, "
            "10 at most, counted"},
           {Action::sign_in, R"({"username":"u","password":"p"})", "sign in"},
           {Action::refresh, R"({"token":"t","refreshToken":"r"})", "refresh t by r"}})
    EXPECT_EQ(describe(decoded(what, text)), want);
  EXPECT_TRUE(describe(decoded(Action::create, "{}"))
                  .starts_with("create below 00000000-0000-4000-8000-000000000102 "
                               "[needs contact.landlinePhoneNumber]\n"));
  EXPECT_EQ(describe_caller(decoded(Action::create, "{}").call),
            "token abc through flolive from 192.0.2.7, administrator commerce");
  EXPECT_EQ(describe_caller(decoded(Action::get).call),
            "token abc through flolive from 192.0.2.7, user");
}

TEST(Flolive, LooksForNothingWhereAnIdIsNoUuid) {
  EXPECT_EQ(describe(decoded(Action::get, "", "", "101")),
            "get 00000000-0000-0000-0000-000000000000");
  EXPECT_EQ(describe(decoded(Action::status, "", "", "x")),
            "status of 00000000-0000-0000-0000-000000000000");
}

TEST(Flolive, ReadsWhoSignsIn) {
  for (const auto& [body, want] :
       std::initializer_list<Case>{{R"({"username":"u","password":"p"})", "u:p"},
                                   {R"({"username":"u"})", "u:"},
                                   {R"({"username":null,"password":""})", ":"},
                                   {R"({})", ":"}})
    EXPECT_EQ(describe_caller(decoded(Action::sign_in, std::string(body)).call),
              std::string(want) + " through flolive from 192.0.2.7, user");
  EXPECT_EQ(describe_caller(decoded(Action::refresh, "{}").call),
            "nobody through flolive from 192.0.2.7, user");
  EXPECT_EQ(describe(decoded(Action::sign_in, R"({"user":"u"})"), "; "),
            "sign in; problem invalid: user is not known here");
  EXPECT_EQ(describe(decoded(Action::sign_in, R"({"username":7})")),
            "refused 400 malformed: username must be a string, not a number");
}

TEST(Flolive, ReadsPages) {
  for (const auto& [query, want] : std::initializer_list<Case>{
           {"page=3&size=25", "from 75, 25 at most, counted"},
           {"size=100", "from 0, 100 at most, counted"},
           {"size=101",
            "from 0, 10 at most, counted; problem invalid: size must be a whole number "
            "from 1 to 100"},
           {"page=-1&size=",
            "from 0, 10 at most, counted; problem invalid: page must be a whole "
            "number from 0 to 1000000000; problem invalid: size must be a whole "
            "number from 1 to 100"},
           {"page=1&page=2", "from 10, 10 at most, counted; problem invalid: page is given twice"},
           {"pages=1",
            "from 0, 10 at most, counted; problem invalid: pages is not known here; "
            "the nearest known name is page"}})
    EXPECT_EQ(describe(decoded(Action::children, "", std::string(query)), "; "),
              "list below 00000000-0000-4000-8000-000000000102 " + std::string(want));
  EXPECT_EQ(describe(decoded(Action::get, "", "size=1"), "; "),
            "get 00000000-0000-4000-8000-000000000102; problem invalid: size is not known here");
  EXPECT_TRUE(describe(decoded(Action::get, "", "a=%zz")).starts_with("refused 400 malformed: "));
}

TEST(Flolive, RefusesWhatCannotBeRead) {
  for (const auto& [body, want] : std::initializer_list<Case>{
           {"", "the JSON cannot be read at line 1, column 1: expected a value"},
           {"[]", "the body must be an object, not an array"},
           {"null", "the body must be an object, not null"},
           {R"({"name":"a","name":"b"})",
            "the JSON cannot be read at name, line 1, column 24: the same key twice in one object"},
           {R"({"address":[{"title":tru}]})",
            "the JSON cannot be read at address[0].title, line 1, column 22: expected a value"}}) {
    EXPECT_EQ(describe(decoded(Action::update, std::string(body))),
              "refused 400 malformed: " + std::string(want));
  }
  const DecodedRequest unread = decoded(Action::update, "{");
  EXPECT_TRUE(failed(unread, *unread.refused)
                  .starts_with("400 CUSTOMER_1003 Failed to update customer details: the JSON "));
  const DecodedRequest unsigned_in = decoded(Action::sign_in, "{");
  EXPECT_TRUE(failed(unsigned_in, *unsigned_in.refused)
                  .starts_with("400 AUTH_1001 Invalid credentials: the JSON "));
}

TEST(Flolive, TakesJsonOnly) {
  for (const char* type : {"application/json", "application/json; charset=utf-8", ""})
    EXPECT_FALSE(doors::decode_request(kDoor, request("{}", "", type), route(Action::update), {kId})
                     .refused);
  const DecodedRequest form = doors::decode_request(
      kDoor, request("{}", "", "application/x-www-form-urlencoded"), route(Action::update), {kId});
  ASSERT_TRUE(form.refused);
  EXPECT_EQ(failed(form, *form.refused),
            "415 GLOBAL_1001 The request was refused: "
            "Content-Type must be application/json");
}

TEST(Flolive, AnswersReads) {
  core::CustomerViewPage page{.total = 21};
  page.views.resize(1);
  page.views.front().record.uuid = Uuid::numbered(124);
  page.views.front().record.values.set({Field::name, {}}, std::string("Branch"));
  EXPECT_EQ(encoded(decoded(Action::children, "", "page=2"), page),
            R"(200 {"errorCode":"","errorMessage":"","content":[{"customerId":)"
            R"("00000000-0000-4000-8000-000000000124","customerName":"Branch"}],)"
            R"("pageable":{"page":2,"size":10,"totalPages":3,"totalElements":21}})");
  EXPECT_EQ(encoded(decoded(Action::children), core::CustomerViewPage{}),
            R"(200 {"errorCode":"","errorMessage":"","content":[],)"
            R"("pageable":{"page":0,"size":10,"totalPages":0,"totalElements":0}})");
  core::RequestState known;
  known.request_record.id = Uuid::numbered(7);
  const std::string rest = R"("pageable":{"page":0,"size":10,"totalPages":1,"totalElements":1}})";
  EXPECT_EQ(encoded(decoded(Action::status), known),
            R"(200 {"errorCode":"","errorMessage":"","content":[{"status":"SUCCESS"}],)" + rest);
  EXPECT_EQ(encoded(decoded(Action::status_with_id), known),
            R"(200 {"errorCode":"","errorMessage":"","content":[{"requestId":)"
            R"("00000000-0000-4000-8000-000000000007","status":"SUCCESS"}],)" +
                rest);
}

TEST(Flolive, AnswersTokensAndCreation) {
  core::Tokens tokens{
      .token = "t", .refresh_token = "r", .expires = {}, .seconds = 3600, .home = {}};
  tokens.home.record.uuid = Uuid::numbered(2);
  const std::string pageable =
      R"("pageable":{"page":0,"size":10,"totalPages":1,"totalElements":1}})";
  EXPECT_EQ(encoded(decoded(Action::sign_in, "{}"), tokens),
            R"(200 {"errorCode":"","errorMessage":"","content":[{"customerId":)"
            R"("00000000-0000-4000-8000-000000000002","token":"t","refreshToken":"r",)"
            R"("validityTime":3600}],)" +
                pageable);
  core::Receipt receipt;
  receipt.view.record.uuid = Uuid::numbered(103);
  EXPECT_EQ(encoded(decoded(Action::create, "{}"), receipt),
            R"(201 {"errorCode":"","errorMessage":"","content":[{"customerId":)"
            R"("00000000-0000-4000-8000-000000000103"}],)" +
                pageable);
}

TEST(Flolive, AnswersFaultsByTheCall) {
  const Fault invalid(ErrorKind::invalid, "must be one of DR, PROF", "address[0].title");
  for (const auto& [what, fault, want] :
       std::initializer_list<std::tuple<Action, Fault, std::string>>{
           {Action::update, invalid,
            "400 CUSTOMER_1003 Failed to update customer details: "
            "address[0].title must be one of DR, PROF"},
           {Action::children, Fault(ErrorKind::invalid, "must be 1", "size"),
            "400 CUSTOMER_1006 Failed to retrieve customer details: size must be 1"},
           {Action::sign_in, Fault(ErrorKind::bad_credentials, "x"),
            "401 AUTH_1001 Invalid credentials"},
           {Action::sign_in, Fault(ErrorKind::no_credentials, "x"),
            "401 AUTH_1001 Invalid credentials"},
           {Action::refresh, Fault(ErrorKind::bad_token, "x"), "401 AUTH_1002 Invalid token"},
           {Action::update, Fault(ErrorKind::no_credentials), "401 AUTH_1002 Invalid token"},
           {Action::get, Fault(ErrorKind::bad_token), "401 AUTH_1002 Invalid token"},
           {Action::sign_in, Fault(ErrorKind::not_allowed_here, "this request came from afar"),
            "403 AUTH_1001 this request came from afar"},
           {Action::update, Fault(ErrorKind::not_allowed_here, "this request came from afar"),
            "403 CUSTOMER_1003 this request came from afar"},
           {Action::update, Fault(ErrorKind::own_record),
            "403 CUSTOMER_1003 Failed to update customer details"},
           {Action::create, Fault(ErrorKind::role_denied, "your role may only read"),
            "403 CUSTOMER_1003 Failed to update customer details: your role may only read"},
           {Action::get, Fault(ErrorKind::unknown_customer, "x"),
            "404 CUSTOMER_1002 Customer does not exist"},
           {Action::create, Fault(ErrorKind::unknown_customer, "does not exist", "parent"),
            "404 CUSTOMER_1003 Failed to update customer details: parent does not exist"},
           {Action::status, Fault(ErrorKind::unknown_object, "x"),
            "404 GLOBAL_1003 Provided request ID does not exist for your account."},
           {Action::get, Fault(ErrorKind::damaged, "it is damaged"),
            "500 CUSTOMER_1006 it is damaged"},
           {Action::update, Fault(ErrorKind::too_many_requests),
            "429 GLOBAL_1001 Service unavailable. Please try again"}})
    EXPECT_EQ(failed(decoded(what, "{}"), fault), want);
}

TEST(Flolive, SaysWhenToTryAgainAndHowToSignIn) {
  Fault busy(ErrorKind::too_many_requests);
  busy.retry_after_s = 30;
  EXPECT_TRUE(encoded(decoded(Action::get), std::unexpected(busy)).ends_with("} Retry-After: 30"));
  EXPECT_TRUE(encoded(decoded(Action::get), std::unexpected(Fault(ErrorKind::bad_token)))
                  .ends_with("} WWW-Authenticate: Bearer"));
}

TEST(Flolive, RefusesWithItsOwnEnvelope) {
  const http::Response reply = kDoor.refuse(404, "there is nothing at this path");
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(wire::json::write(*wire::json::parse(reply.body)),
            R"({"errorCode":"GLOBAL_1001","errorMessage":"The request was refused: )"
            R"(there is nothing at this path","content":"","pageable":""})");
}

TEST(Flolive, OwnsVersionsTwoAndThree) {
  for (const char* path :
       {"/api/v2/customer/1", "/api/v2/auth/token", "/api/v3/global/call/1", "/api/v2/nothing"})
    EXPECT_TRUE(kDoor.owns(path)) << path;
  for (const char* path : {"/", "/api/2.0/customers", "/api/json/customers/get/", "/api/v2"})
    EXPECT_FALSE(kDoor.owns(path)) << path;
}

}  // namespace
}  // namespace patchbay::doors::flolive
