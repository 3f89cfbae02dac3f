// everlytic: the reply to each outcome, and that what is read can be written back.
#include <algorithm>

#include <gtest/gtest.h>

#include "core/change/edits.h"
#include "doors/everlytic/calls.h"
#include "doors/everlytic/door.h"
#include "doors/everlytic/fields.h"
#include "doors/everlytic/property_reader.h"
#include "wire/json.h"
#include "wire/xmlrpc.h"

namespace patchbay::doors::everlytic {
namespace {

using core::Outcome;
using wire::Array;
using wire::Object;
using wire::Tree;

const Uuid kPart = Uuid::numbered(1);

core::View view() {
  core::View out;
  out.record.id = {103};
  out.enterprise = {2};
  const auto set = [&](Field field, Value value, const Uuid& part = {}) {
    out.record.values.set({field, part}, std::move(value));
  };
  set(Field::hash, std::string("ABCDEFGH12345678"));
  set(Field::name, std::string("Rosebank \"Media\""));
  set(Field::status, std::string("active"));
  set(Field::sms_quota, std::int64_t{5});
  set(Field::address_ordinal, std::int64_t{1}, kPart);
  set(Field::address_type, std::string("main"), kPart);
  set(Field::address_street, std::string("High St"), kPart);
  set(Field::address_building_number, std::string("12"), kPart);
  set(Field::address_province, std::string("Gauteng"), kPart);
  set(Field::address_country, std::string("South Africa"), kPart);
  set(Field::contact_ordinal, std::int64_t{1}, kPart);
  set(Field::contact_primary, true, kPart);
  set(Field::contact_email, std::string("new@example.com"), kPart);
  return out;
}

const std::string kItem =
    R"({"id":103,"enterprise_id":2,"hash":"ABCDEFGH12345678","country_code":"ZA",)"
    R"("is_department":"no","name":"Rosebank \"Media\"","status":"on","address":"High St 12",)"
    R"("state_provinces":"Gauteng","postal_code":"","telephone":"","fax":"",)"
    R"("email":"new@example.com","industry":"","website_url":"","country":"ZA",)"
    R"("email_package_id":0,"email_quota":0,"sms_quota":5,"transactions_package_id":0,)"
    R"("transactions_quota":0,"deleted":"no","unique_id":""})";
const std::string kSelf =
    R"({"title":"Self","rel":"self","href":"http://h/api/2.0/customers/103"},)";
const std::string kHome = R"({"title":"Home","rel":"home","href":"http://h/api/2.0/"})";

DecodedRequest asked_for(Action action) {
  DecodedRequest out{.route = route(action), .base_url = "http://h"};
  return out;
}

http::Response reply(Action action, const Result<Outcome>& outcome) {
  return kDoor.encode(asked_for(action), outcome, {});
}

TEST(EverlyticReply, ShowsAnItem) {
  const std::string want = R"({"links":[)" + kSelf + kHome + R"(],"item":)" + kItem + '}';
  const http::Response got = reply(Action::get, view());
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.headers,
            (http::Headers{{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}));
  EXPECT_EQ(got.body, want);
  for (const Action action : {Action::update, Action::remove, Action::change_email_package}) {
    EXPECT_EQ(reply(action, core::Receipt{.view = view()}).status, 200);
    EXPECT_EQ(reply(action, core::Receipt{.view = view()}).body, want);
  }
  const http::Response made = reply(Action::create, core::Receipt{.view = view()});
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(made.headers.back(),
            (std::pair<std::string, std::string>("Location", "http://h/api/2.0/customers/103")));
  EXPECT_EQ(made.body, want);
}

TEST(EverlyticReply, ShowsAPage) {
  DecodedRequest decoded = asked_for(Action::list);
  decoded.page = 2;
  decoded.echo = "count=1&name=a%26b";
  core::CustomerViewPage page{.views = {view()}, .more = true};
  const auto link = [](std::string_view title, std::string_view rel, std::string_view number) {
    return R"({"title":")" + std::string(title) + R"(","rel":")" + std::string(rel) +
           R"(","href":"http://h/api/2.0/customers?page=)" + std::string(number) +
           R"(&count=1&name=a%26b"})";
  };
  EXPECT_EQ(kDoor.encode(decoded, page, {}).body,
            R"({"links":[)" + link("Self", "self", "2") + ',' + kHome + ',' +
                link("Previous", "prev", "1") + ',' + link("Next", "next", "3") +
                R"(],"collection":[{"data":)" + kItem + "}]}");
  decoded.page = 1;
  page.more = false;
  const std::string body = kDoor.encode(decoded, page, {}).body;
  EXPECT_EQ(body.find("next"), std::string::npos);
  EXPECT_EQ(body.find("prev"), std::string::npos);
}

TEST(EverlyticReply, HomeLeadsOn) {
  EXPECT_EQ(reply(Action::home, core::Identity{}).body,
            R"({"links":[{"title":"Self","rel":"self","href":"http://h/api/2.0/"},)" + kHome +
                R"(,{"title":"Customers","rel":"customers","href":"http://h/api/2.0/customers"},)"
                R"({"title":"XML-RPC","rel":"xmlrpc","href":"http://h/api/2.0/xmlrpc/"}]})");
}

struct FaultCase {
  Fault fault;
  int status;
  int code;
  std::string_view message;
};

const FaultCase kFaults[] = {
    {Fault(ErrorKind::no_credentials), 401, 10401, "give a user name and an API key by HTTP Basic"},
    {Fault(ErrorKind::bad_credentials, "whatever core says"), 401, 10401,
     "the user name or the API key is wrong"},
    {Fault(ErrorKind::not_allowed_here, "this request came from afar"), 403, 10403,
     "this request came from afar"},
    {Fault(ErrorKind::not_allowed_here), 403, 10403,
     "this API is not open to you, or not from this address"},
    {Fault(ErrorKind::role_denied, "your role may only read"), 403, 10403,
     "your role does not allow this"},
    {Fault(ErrorKind::unknown_customer, "does not exist"), 404, 10404,
     "the customer does not exist, or is out of your reach"},
    {Fault(ErrorKind::version_required), 428, 10400, "a version is required"},
    {Fault(ErrorKind::version_differs), 412, 10409,
     "the customer has been changed in the meantime"},
    {Fault(ErrorKind::conflict, "is already used", "unique_id"), 400, 10409,
     "unique_id is already used"},
    {Fault({{ErrorKind::conflict, "unique_id", "is already used", 9},
            {ErrorKind::invalid, "country", "must be …", 5},
            {ErrorKind::invalid, "name", "cannot be empty", 2}}),
     400, 10400, "name cannot be empty; country must be …; unique_id is already used"},
    {Fault(ErrorKind::too_many_requests), 429, 10429,
     "there are too many requests; try again later"},
    {Fault(ErrorKind::damaged), 500, 10500,
     "the record is damaged and cannot be read; nothing was changed, and the operator's log says "
     "more"},
    {Fault(ErrorKind::unavailable), 503, 10503, "nothing was changed; try again later"},
    {Fault(ErrorKind::unknown_outcome, "ask for request 7"), 503, 10503, "ask for request 7"},
};

TEST(EverlyticReply, SaysWhatIsWrong) {
  for (const auto& [fault, status, code, message] : kFaults) {
    const http::Response rest = reply(Action::update, std::unexpected(fault));
    EXPECT_EQ(rest.status, status);
    EXPECT_EQ(rest.body, R"({"error":{"code":")" + std::to_string(code) + R"(","message":")" +
                             std::string(message) + R"("}})");
    const http::Response rpc = reply(Action::rpc, std::unexpected(fault));
    EXPECT_EQ(rpc.status, status == 401 ? 401 : 200);
    EXPECT_EQ(rpc.body, wire::xmlrpc::write_fault(code, message));
    for (const http::Response* each : {&rest, &rpc})
      EXPECT_EQ(std::ranges::count(each->headers, "WWW-Authenticate",
                                   &std::pair<std::string, std::string>::first),
                status == 401 ? 1 : 0);
  }
}

TEST(EverlyticReply, RefusesInItsOwnEnvelope) {
  EXPECT_EQ(kDoor.refuse(404, "there is nothing at this path").body,
            R"({"error":{"code":"10404","message":"there is nothing at this path"}})");
  EXPECT_EQ(kDoor.refuse(413, "the body is too long").status, 413);
  DecodedRequest decoded = asked_for(Action::update);
  decoded.refused = Fault(ErrorKind::malformed, "must be application/json", "Content-Type");
  decoded.refused_status = 415;
  const http::Response got = kDoor.encode(decoded, std::unexpected(*decoded.refused), {});
  EXPECT_EQ(got.status, 415);
  EXPECT_EQ(got.body,
            R"({"error":{"code":"10415","message":"Content-Type must be application/json"}})");
}

TEST(EverlyticReply, AnswersMethods) {
  using wire::xmlrpc::write_response;
  EXPECT_EQ(reply(Action::rpc, core::Receipt{.view = view()}).body, write_response(103));
  EXPECT_EQ(reply(Action::rpc, view()).body, write_response(*wire::json::parse(kItem)));
  EXPECT_EQ(reply(Action::rpc, core::CustomerViewPage{.views = {view()}}).body,
            write_response(Array{*wire::json::parse(kItem)}));
  DecodedRequest decoded = asked_for(Action::rpc);
  decoded.echo = "<known/>";
  EXPECT_EQ(kDoor.encode(decoded, core::Identity{}, {}).body, "<known/>");
  decoded.refused = Fault(ErrorKind::malformed, "x");
  const http::Response refused = kDoor.encode(decoded, std::unexpected(*decoded.refused), {});
  EXPECT_EQ(refused.status, 200);
  EXPECT_EQ(refused.body, "<known/>");
}

// What is shown can be sent back whole: every edit equals the current value, whatever the record
// holds and whether or not this door would have accepted it.
void expect_silence(const core::View& shown) {
  core::Call call;
  const DialectSettings settings;
  PropertyReader reader(settings, call);
  const auto edits = reader.update(*object_of(shown).object());
  Draft draft{shown.record, [] { return Uuid::numbered(9); }};
  std::vector<Problem> problems = call.problems;
  core::apply_edits(draft, shown.record, edits, shown.enterprise, problems);
  EXPECT_EQ(draft.record, shown.record);
  for (const Problem& problem : problems) ADD_FAILURE() << problem.field << ' ' << problem.what;
}

TEST(EverlyticReply, WhatIsReadCanBeWrittenBack) {
  expect_silence(view());
  core::View bare;
  bare.record.values.set({Field::name, {}}, std::string("x"));
  bare.record.values.set({Field::status, {}}, std::string("off"));
  expect_silence(bare);
  core::View odd = view();
  odd.record.values.set({Field::deleted, {}}, true);
  odd.record.values.set({Field::website, {}}, std::string(300, 'w'));
  odd.record.values.set({Field::external_id, {}}, std::string(65, 'u'));
  odd.record.values.set({Field::contact_telephone, kPart}, std::string("call me"));
  odd.record.values.set({Field::address_country, kPart}, std::string("Narnia"));
  odd.record.values.set({Field::fax, {}}, std::string("+44 1"));
  expect_silence(odd);
}

}  // namespace
}  // namespace patchbay::doors::everlytic
