// enswitch: the meaning of each request.
#include <algorithm>

#include <gtest/gtest.h>

#include "call_text.h"
#include "doors/enswitch/calls.h"
#include "doors/enswitch/door.h"
#include "doors/enswitch/fields.h"

namespace patchbay::doors::enswitch {
namespace {

constexpr std::string_view kWho = "auth_username=u;auth_password=p;";

http::Request get(std::string_view query) {
  return {.method = "GET", .query = std::string(query), .source = "192.0.2.1"};
}

http::Request post(std::string_view body, std::string type = "application/x-www-form-urlencoded") {
  return {.method = "POST",
          .headers = {{"Content-Type", std::move(type)}},
          .body = std::string(body),
          .source = "192.0.2.1"};
}

DecodedRequest read(Action action, const http::Request& request, const Settings& settings = {}) {
  return decode_request(kDoor, request, static_cast<int>(action), {}, settings);
}

// Adds credentials to the query.
DecodedRequest read(Action action, std::string_view query, const Settings& settings = {}) {
  return read(action, get(std::string(kWho) + std::string(query)), settings);
}

std::string told(Action action, std::string_view query, const Settings& settings = {}) {
  return describe(read(action, query, settings), " | ");
}

struct Case {
  std::string_view query;
  std::string_view want;
};

TEST(Enswitch, DocumentsExample) {
  const DecodedRequest decoded =
      read(Action::update, get("auth_username=user;auth_password=password;id=123;name=example"));
  EXPECT_EQ(describe(decoded, " | "), "amend 123 | name = \"example\" | clear events_url");
  EXPECT_EQ(describe_caller(decoded.call),
            "user:password through enswitch from 192.0.2.1, administrator commerce wholesale");
}

TEST(Enswitch, EveryCallHasARouteForGetAndPost) {
  ASSERT_EQ(kDoor.routes.size(), 2 * kCalls.size());
  const auto has = [](std::string_view method, std::string_view pattern, Action action) {
    return std::ranges::any_of(kDoor.routes, [&](const Route& route) {
      return route.method == method && route.pattern == pattern &&
             route.id == static_cast<int>(action);
    });
  };
  EXPECT_TRUE(has("GET", "/api/json/customers/update", Action::update));
  EXPECT_TRUE(has("POST", "/api/json/customers/time/add", Action::add_time));
  EXPECT_TRUE(has("POST", "/api/json/user/login", Action::login));
  EXPECT_TRUE(kDoor.slash_ok);
  EXPECT_TRUE(kDoor.owns("/api/json/anything"));
  EXPECT_FALSE(kDoor.owns("/api/jsonp"));
}

TEST(Enswitch, ReadsParametersFromQueryAndBody) {
  const Settings keeps{.enswitch = {.events_url_keeps = true}};
  http::Request both = post("auth_password=p&name=a%20b+c");
  both.query = "auth_username=u&id=7";
  EXPECT_EQ(describe(read(Action::update, both, keeps), " | "), "amend 7 | name = \"a b c\"");
  http::Request untyped = both;
  untyped.headers.clear();
  EXPECT_EQ(describe(read(Action::update, untyped, keeps), " | "), "amend 7 | name = \"a b c\"");
  EXPECT_EQ(describe(read(Action::update, post("{}", "application/json"))),
            "refused 400 malformed: the body must be application/x-www-form-urlencoded");
}

TEST(Enswitch, ReadsCredentials) {
  for (const auto& [query, want] :
       std::initializer_list<Case>{{"auth_username=u;auth_password=p", "u:p"},
                                   {"auth_username=u", "u:"},
                                   {"", ":"},
                                   {"auth_token=t", "token t"},
                                   {"auth_token=", "nobody"}}) {
    const DecodedRequest decoded = read(Action::login, get(query));
    EXPECT_EQ(describe_caller(decoded.call),
              std::string(want) + " through enswitch from 192.0.2.1, user")
        << query;
  }
}

TEST(Enswitch, RefusesEnvelopes) {
  for (const auto& [query, want] : std::initializer_list<Case>{
           {"", "id is required"},
           {"id=", "id must be a whole number"},
           {"id=seven;name=Volvo", "id must be a whole number"},
           {"id=+7", "id must be a whole number"},
           {"id=7;id=8", "id is given more than once"},
           {"id=7;auth_username=v", "auth_username is given more than once"},
           {"id=7;auth_token=t",
            "auth_token cannot be given together with auth_username or auth_password"},
           {"id=7;name=%zz",
            "name must not hold a '%' without two hexadecimal digits, at character 43 of the "
            "query"},
           {"id=7;name=%ff",
            "name must not hold text that is not UTF-8, at character 43 of the query"},
           {"id=7;name=%00", "name must not hold U+0000, at character 43 of the query"},
           {"id=7;=x",
            "the query must not hold a value without a key, at character 38 of the query"}})
    EXPECT_EQ(told(Action::update, query), "refused 400 malformed: " + std::string(want)) << query;
}

TEST(Enswitch, ReadsUpdates) {
  const Settings keeps{.enswitch = {.events_url_keeps = true}};
  for (const auto& [query, want] : std::initializer_list<Case>{
           {"id=7", "amend 7"},
           {"id=7;creditcard_number=", "amend 7 | clear card_number"},
           {"id=7;creditcard_number=4111 1111-1111 1111",
            "amend 7 | card_number = \"4111111111111111\""},
           {"id=7;creditcard_number=****1234", "amend 7 | card_number = \"****1234\""},
           {"id=7;creditcard_verification=123", "amend 7"},
           {"id=7;creditcard_verification=", "amend 7"},
           {"id=7;creditcard_verification=12x",
            "amend 7 | problem invalid: creditcard_verification must be 3 or 4 digits"},
           {"id=7;invoices_due=-2;maxmsg=plan;peer1=-2;contract=plan",
            "amend 7 | contract = \"plan\" | invoices_due = -2 | maxmsg = -2 | peer = -2"},
           {"id=7;affiliate_type=;contract=;purge_messages=;balance=;source=",
            "amend 7 | clear affiliate_type | clear balance | clear contract | "
            "clear purge_messages | clear source"},
           {"id=7;fax_format=;locked=;cos=",
            "amend 7 | clear class_of_service (cos cannot be empty) | "
            "clear fax_format (fax_format cannot be empty) | clear locked (locked cannot be "
            "empty)"},
           {"id=7;address1=1 High St;address_state=Kent;email=a@b.example",
            "amend 7 | addresses/main/first_line = \"1 High St\" | "
            "addresses/main/region = \"Kent\" | contacts/primary/email = \"a@b.example\""},
           {"id=7;credit=-1;overmax=2",
            "amend 7 | credit = -1 (credit must be a decimal number from 0, with at most 18 digits "
            "before and 6 after the point) | "
            "overmax = 2 (overmax must be a whole number from 0 to 1 or -2)"},
           {"id=7;parent=2;deleted=0",
            "amend 7 | zero_if_none = 2 (parent cannot be changed here) | "
            "deleted = false (deleted cannot be changed here)"},
           {"id=7;nmae=x",
            "amend 7 | problem invalid: nmae is not known here; the nearest known name is name"},
           {"id=7;xyzzyxyzzy=x", "amend 7 | problem invalid: xyzzyxyzzy is not known here"},
           {"id=7;name=x;name=y",
            "amend 7 | name = \"x\" | problem invalid: name is given more than once"}})
    EXPECT_EQ(told(Action::update, query, keeps), want) << query;
}

TEST(Enswitch, LeavingEventsUrlOutEmptiesIt) {
  EXPECT_EQ(told(Action::update, "id=7"), "amend 7 | clear events_url");
  EXPECT_EQ(told(Action::update, "id=7;events_url=http://a.example/"),
            "amend 7 | events_url = \"http://a.example/\"");
}

TEST(Enswitch, UnknownNamesCanBePassedOver) {
  const Settings ignores{.enswitch = {.ignore_unknown = true, .events_url_keeps = true}};
  EXPECT_EQ(told(Action::update, "id=7;colour=x", ignores),
            "amend 7 | warning ignored unknown field colour");
}

TEST(Enswitch, ValidationRehearses) {
  EXPECT_TRUE(read(Action::update, "id=7;validation=1").call.options.rehearse);
  EXPECT_FALSE(read(Action::update, "id=7;validation=0").call.options.rehearse);
  for (const std::string_view wrong : {"2", "yes", ""}) {
    const DecodedRequest decoded = read(Action::update, "id=7;validation=" + std::string(wrong));
    ASSERT_EQ(decoded.call.problems.size(), 1U);
    EXPECT_EQ(decoded.call.problems[0].field, "validation");
    EXPECT_EQ(decoded.call.problems[0].what, "must be 0 or 1");
  }
}

TEST(Enswitch, ReadsCreates) {
  for (const auto& [query, want] : std::initializer_list<Case>{
           {"name=N;plan=2;email=a@b.example",
            "create below oneself | contacts/primary/email = \"a@b.example\" | name = \"N\" | "
            "plan = 2"},
           {"name=N;plan=2;email=a@b.example;parent=9",
            "create below 9 | contacts/primary/email = \"a@b.example\" | name = \"N\" | plan = 2"},
           {"parent=x",
            "create below oneself | "
            "problem invalid: parent must be a whole number from 1 to 9223372036854775807 | "
            "problem invalid: name is required | problem invalid: plan is required | "
            "problem invalid: email is required"},
           {"name=;plan=;email=a@b.example;id=7",
            "create below oneself | contacts/primary/email = \"a@b.example\" | "
            "clear name (name cannot be empty) | clear plan (plan cannot be empty) | "
            "problem invalid: name is required | problem invalid: plan is required | "
            "problem invalid: id is not known here"}})
    EXPECT_EQ(told(Action::create, query), want) << query;
}

TEST(Enswitch, ReadsCallsThatChangeOneThing) {
  struct ActionCase {
    Action action;
    std::string_view query;
    std::string_view want;
  };
  for (const auto& [action, query, want] : std::initializer_list<ActionCase>{
           {Action::remove, "id=7", "amend 7 | deleted = true"},
           {Action::undelete, "id=7", "amend 7 [deleted too] | deleted = false"},
           {Action::remove, "id=7;name=x",
            "amend 7 | deleted = true | problem invalid: name is not known here"},
           {Action::move, "id=7;parent=9;plan=1", "amend 7 move to 9 | plan = 1"},
           {Action::move, "id=7;parent=",
            "amend 7 | problem invalid: parent must be a whole number from 1 to "
            "9223372036854775807 | "
            "problem invalid: plan is required"},
           {Action::add_balance, "id=7;amount=-12.50", "amend 7 add -12.50 to amount"},
           {Action::add_balance, "id=7",
            "amend 7 add 0 to amount | problem invalid: amount is required"},
           {Action::add_balance, "id=7;amount=1e3;transaction=gift",
            "amend 7 add 0 to amount | problem invalid: amount must be a decimal number of at most "
            "18 digits before and 6 after the point | "
            "problem invalid: transaction must be one of credit, topup"},
           {Action::add_time, "id=7;seconds=60", "amend 7 add 60 to seconds"},
           {Action::add_time, "id=7;seconds=1.5",
            "amend 7 add 0 to seconds | problem invalid: seconds must be a whole number from "
            "-999999999999 to 999999999999"}})
    EXPECT_EQ(told(action, query), want) << query;
}

TEST(Enswitch, WordsOfAnAdjustmentBecomeItsReason) {
  for (const auto& [query, want] :
       std::initializer_list<Case>{{"", ""},
                                   {"transaction=", ""},
                                   {"transaction=topup", "topup"},
                                   {"description=for May", "for May"},
                                   {"transaction=credit;description=for May", "credit: for May"}}) {
    const DecodedRequest decoded = read(Action::add_balance, "id=7;amount=1;" + std::string(query));
    EXPECT_EQ(decoded.call.options.reason, want) << query;
    EXPECT_TRUE(decoded.call.problems.empty());
    EXPECT_EQ(std::get<core::UpdateCustomer>(decoded.call.request).action, "adjust");
  }
}

TEST(Enswitch, ReadsWhichCustomerToGet) {
  for (const auto& [query, want] : std::initializer_list<Case>{
           {"id=7", "get 7"},
           {"email=a@b.example", "get holding contacts/primary/email = \"a@b.example\""},
           {"name=Volvo", "get holding name = \"Volvo\""},
           {"", "refused 400 malformed: id is required, or email, or name"},
           {"name=", "refused 400 malformed: name cannot be empty"},
           {"id=x", "refused 400 malformed: id must be a whole number"},
           {"id=7;email=a@b.example",
            "refused 400 malformed: email cannot be given together with id"},
           {"id=7;name=a",
            "refused 400 malformed: name cannot be given together with id or email"}})
    EXPECT_EQ(told(Action::get, query), want) << query;
}

std::string describe_query(const CustomerQuery& query) {
  std::string out = query.life == Life::live ? "live" : query.life == Life::all ? "all" : "deleted";
  if (!query.name_contains.empty()) out += " named *" + query.name_contains + "*";
  for (const Match& match : query.where)
    out += " where " + describe(match.target) + " = " + patchbay::describe(*match.value);
  constexpr std::string_view kOrders[] = {"id", "name", "account", "description"};
  out.append(" by ").append(kOrders[static_cast<std::size_t>(query.order)]);
  return out + (query.descending ? " descending" : "");
}

TEST(Enswitch, ReadsLists) {
  for (const auto& [query, want] : std::initializer_list<Case>{
           {"", "list below oneself from 0, 1000 at most; live by id"},
           {"parent=9;recursive=1;offset=20;limit=10",
            "list below 9 at any depth from 20, 10 at most; live by id"},
           {"deleted=1;name=vol;sort=name;descending=1",
            "list below oneself from 0, 1000 at most; deleted named *vol* by name descending"},
           {"deleted=-1;bill_type=prepaid;directory=0;sort=account",
            "list below oneself from 0, 1000 at most; all where bill_type = \"prepaid\" where "
            "directory = false by account"},
           {"directory=1;sort=description",
            "list below oneself from 0, 1000 at most; live where directory = true by description"},
           {"name=;bill_type=;sort=;directory=-1;limit=0",
            "list below oneself from 0, 1000 at most; live by id"},
           {"count=1", "list below oneself from 0, 1 at most, counted; live by id"},
           {"sort=Name;bill_type=PREPAID;pages=1",
            "list below oneself from 0, 1000 at most | "
            "problem invalid: bill_type must be one of callshop, external, none, postpaid, "
            "prepaid, prepaid_calls, prepaid_invoices; the nearest known name is prepaid | "
            "problem invalid: sort must be one of account, description, name; the nearest known "
            "name is name | "
            "problem invalid: pages must be 0: a list comes in one piece, of which offset and "
            "limit ask for a part; live by id"},
           {"limit=1001;bill_type=free;deleted=2",
            "list below oneself from 0, 1000 at most | "
            "problem invalid: deleted must be a whole number from -1 to 1 | "
            "problem invalid: bill_type must be one of callshop, external, none, postpaid, "
            "prepaid, prepaid_calls, prepaid_invoices | "
            "problem invalid: limit must be a whole number from 0 to 1000; live by id"}}) {
    const DecodedRequest decoded = read(Action::list, query);
    EXPECT_EQ(describe(decoded, " | ") + "; " +
                  describe_query(std::get<core::ListCustomers>(decoded.call.request).query),
              want)
        << query;
  }
}

TEST(Enswitch, ReadsLogins) {
  EXPECT_EQ(told(Action::login, "token=1"), "sign in");
  EXPECT_TRUE(std::holds_alternative<core::WhoAmI>(read(Action::login, "token=0").call.request));
  EXPECT_TRUE(std::holds_alternative<core::WhoAmI>(read(Action::login, "").call.request));
}

TEST(Enswitch, DemandsWhatTheDocumentsSay) {
  using enum core::Privilege;
  const auto required_privilege = [](Action action) {
    return read(action, "id=7").call.required_privilege;
  };
  EXPECT_EQ(required_privilege(Action::update).any_of.bits,
            (administrator | commerce | wholesale).bits);
  EXPECT_EQ(required_privilege(Action::update).for_others.bits, core::Privileges(commerce).bits);
  EXPECT_EQ(required_privilege(Action::get).any_of.bits, core::Privileges(user).bits);
  EXPECT_EQ(required_privilege(Action::get).for_others.bits, core::Privileges(commerce).bits);
  EXPECT_EQ(required_privilege(Action::move).any_of.bits, core::Privileges(system).bits);
  for (const Action action : {Action::list, Action::create, Action::remove, Action::undelete,
                              Action::add_balance, Action::add_time})
    EXPECT_EQ(required_privilege(action).any_of.bits, core::Privileges(commerce).bits);
}

}  // namespace
}  // namespace patchbay::doors::enswitch
