// enswitch: the reply to each outcome, and that what is read can be written back.
#include <gtest/gtest.h>

#include "doors/enswitch/calls.h"
#include "doors/enswitch/door.h"
#include "doors/enswitch/fields.h"
#include "wire/form.h"
#include "wire/json.h"

namespace patchbay::doors::enswitch {
namespace {

using core::Outcome;

std::string reply(Action action, const Result<Outcome>& outcome, std::string echo = {}) {
  DecodedRequest decoded;
  decoded.route = static_cast<int>(action);
  decoded.echo = std::move(echo);
  const http::Response response = kDoor.encode(decoded, outcome, {});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers,
            (http::Headers{{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}));
  return response.body;
}

std::string failure(Action action, Fault fault) { return reply(action, std::unexpected(fault)); }

std::string body(std::string_view code, std::string_view key, std::string_view message) {
  return R"({"responses":[{"code":")" + std::string(code) + R"(","key":")" + std::string(key) +
         R"(","message":)" + wire::json::quote(message) + "}]}";
}

const std::string kDone = R"({"responses":[{"code":"204","key":"","message":"OK"}]})";
const std::string kData = R"({"responses":[{"code":"200","key":"","message":"OK"}],"data":)";

core::View view(std::int64_t id) {
  core::View out;
  out.record.id = {id};
  const auto set = [&](Field field, Value value) {
    out.record.values.set({field, {}}, std::move(value));
  };
  set(Field::parent, std::int64_t{2});
  set(Field::name, std::string("Volvo \"Trial\""));
  set(Field::balance, *Decimal::parse("12.50"));
  set(Field::locked, true);
  set(Field::maxmsg, std::int64_t{-2});
  set(Field::maxsecs, std::int64_t{60});
  set(Field::invoices_due, std::int64_t{-2});
  set(Field::invoice_format, std::string("pdf"));
  set(Field::card_number, SealedSecret{"box", "1111"});
  set(Field::provision_password, SealedSecret{"box", ""});
  return out;
}

TEST(EnswitchReply, SaysDone) {
  // The first one is the document's own example.
  EXPECT_EQ(reply(Action::update, core::Receipt{.view = view(123)}), kDone);
  EXPECT_EQ(reply(Action::move, core::Receipt{.view = view(123)}), kDone);
  EXPECT_EQ(reply(Action::create, core::Receipt{.view = view(125)}), kData + R"({"id":125}})");
  for (const Action action : {Action::update, Action::create})
    EXPECT_EQ(reply(action, core::Receipt{.view = view(123), .rehearsed = true}),
              R"({"responses":[{"code":"201","key":"","message":"OK"}]})");
}

TEST(EnswitchReply, ShowsACustomer) {
  const std::string text = reply(Action::get, view(7));
  const auto tree = wire::json::parse(text);
  ASSERT_TRUE(tree) << text;
  const wire::Tree& data = *tree->find("data");
  ASSERT_EQ(data.object()->size(), 3 + 94U);
  for (const auto& [name, want] : std::initializer_list<std::pair<std::string_view, std::string>>{
           {"id", "7"},
           {"parent", "2"},
           {"deleted", "0"},
           {"name", R"("Volvo \"Trial\"")"},
           {"balance", R"("12.50")"},
           {"locked", "1"},
           {"tickets", "0"},
           {"maxmsg", R"("plan")"},
           {"maxsecs", "60"},
           {"invoices_due", "-2"},
           {"invoice_format", R"("pdf")"},
           {"credit", R"("")"},
           {"region", R"("")"},
           {"email", R"("")"},
           {"creditcard_number", R"("****1111")"},
           {"provision_password", R"("****")"}}) {
    ASSERT_NE(data.find(name), nullptr) << name;
    EXPECT_EQ(wire::json::write(*data.find(name)), want) << name;
  }
  EXPECT_EQ(data.find(kVerification), nullptr);
}

TEST(EnswitchReply, WhatIsShownIsNoChangeWhenItIsWrittenBack) {
  const core::View shown = view(7);
  const auto tree = wire::json::parse(reply(Action::get, shown));
  ASSERT_TRUE(tree);
  wire::form::Pairs pairs{{"auth_username", "u"}, {"auth_password", "p"}};
  for (const auto& [name, value] : *tree->find("data")->object())
    pairs.emplace_back(name, value.number() ? value.number()->text : *value.text());
  const http::Request request{.method = "GET", .query = wire::form::write(pairs)};
  const DecodedRequest decoded = kDoor.decode({request, static_cast<int>(Action::update), {}}, {});
  ASSERT_FALSE(decoded.refused);
  EXPECT_TRUE(decoded.call.problems.empty());
  const auto& edits = std::get<core::UpdateCustomer>(decoded.call.request).edits;
  EXPECT_EQ(edits.size(), 96U);
  for (const core::FieldEdit& field_edit : edits)
    EXPECT_TRUE(would_change_nothing(shown.record, field_edit.target, field_edit.edit))
        << field_edit.field << ' ' << describe(field_edit.edit);
}

TEST(EnswitchReply, ShowsLists) {
  core::CustomerViewPage page{.views = {view(7), view(8)}, .total = 12};
  EXPECT_EQ(reply(Action::list, page, "count"), kData + R"({"count":12}})");
  const auto tree = wire::json::parse(reply(Action::list, page));
  ASSERT_TRUE(tree && tree->find("data")->array());
  EXPECT_EQ(tree->find("data")->array()->size(), 2U);
  EXPECT_EQ(reply(Action::list, core::CustomerViewPage{}), kData + "[]}");
}

TEST(EnswitchReply, ShowsTheCaller) {
  EXPECT_EQ(reply(Action::login, core::Tokens{.token = "t",
                                              .refresh_token = "r",
                                              .expires = {1'800'003'600'000'000},
                                              .seconds = 3600}),
            kData + R"({"auth_token":"t","auth_token_expiry":3600,)"
                    R"("auth_token_expires":1800003600}})");
  EXPECT_EQ(reply(Action::login, core::Identity{"user", view(2), {"user", "commerce"}}),
            kData + R"({"username":"user","customer":2,"customer_name":"Volvo \"Trial\"",)"
                    R"("privileges":["user","commerce"]}})");
}

TEST(EnswitchReply, AnswersEveryFault) {
  struct FaultCase {
    ErrorKind kind;
    std::string_view code;
  };
  for (const auto& [kind, code] :
       std::initializer_list<FaultCase>{{ErrorKind::malformed, "400"},
                                        {ErrorKind::no_credentials, "401"},
                                        {ErrorKind::bad_credentials, "401"},
                                        {ErrorKind::bad_token, "401"},
                                        {ErrorKind::too_many_requests, "503"},
                                        {ErrorKind::not_allowed_here, "402"},
                                        {ErrorKind::role_denied, "402"},
                                        {ErrorKind::unknown_customer, "404"},
                                        {ErrorKind::unknown_object, "400"},
                                        {ErrorKind::own_record, "402"},
                                        {ErrorKind::version_required, "400"},
                                        {ErrorKind::version_differs, "400"},
                                        {ErrorKind::invalid, "400"},
                                        {ErrorKind::conflict, "400"},
                                        {ErrorKind::plan_locked, "403"},
                                        {ErrorKind::damaged, "500"},
                                        {ErrorKind::unavailable, "503"},
                                        {ErrorKind::unknown_outcome, "503"}})
    EXPECT_NE(failure(Action::update, Fault(kind)).find(R"("code":")" + std::string(code)),
              std::string::npos)
        << word(kind);
}

TEST(EnswitchReply, NamesEveryParameterToBlame) {
  const Fault fault({{ErrorKind::plan_locked, "credit", "is locked by the rate plan", 3},
                     {ErrorKind::invalid, "name", "cannot be empty", 1},
                     {ErrorKind::conflict, "account", "is taken", 2},
                     {ErrorKind::invalid, "name", "cannot be empty", 1},
                     {ErrorKind::invalid, "balance", "must be a number", 4}});
  EXPECT_EQ(failure(Action::update, fault),
            R"({"responses":[{"code":"400","key":"name","message":"name cannot be empty."},)"
            R"({"code":"400","key":"balance","message":"balance must be a number."},)"
            R"({"code":"400","key":"account","message":"account is taken."}]})");
}

// The role does not matter here.
TEST(EnswitchReply, SaysFromWhereItIsNotAllowed) {
  EXPECT_EQ(
      failure(Action::update, Fault(ErrorKind::not_allowed_here, "this request came from afar")),
      body("402", "", "This request came from afar."));
}

TEST(EnswitchReply, NamesTheRequestOfAnUnknownOutcome) {
  EXPECT_EQ(failure(Action::update, Fault(ErrorKind::unknown_outcome, "ask for request 7")),
            body("503", "", "Ask for request 7."));
}

TEST(EnswitchReply, UsesTheDocumentsWordsWhereNoParameterIsToBlame) {
  EXPECT_EQ(failure(Action::update, Fault(ErrorKind::bad_credentials, "the name is wrong")),
            body("401", "", "The authentication details provided are invalid."));
  EXPECT_EQ(failure(Action::update, Fault(ErrorKind::malformed, "the query must not hold U+0000")),
            body("400", "", "The query must not hold U+0000."));
  EXPECT_EQ(failure(Action::update, Fault(ErrorKind::role_denied, "needs commerce", "balance")),
            body("402", "balance", "balance needs commerce."));
}

TEST(EnswitchReply, BlamesTheParameterThatTheCallHas) {
  EXPECT_EQ(failure(Action::remove, Fault(ErrorKind::conflict, "cannot be set", "deleted")),
            body("400", "id", "deleted cannot be set."));
  for (const Action action : {Action::list, Action::create})
    EXPECT_EQ(failure(action, Fault(ErrorKind::unknown_customer, "does not exist")),
              body("400", "parent", "parent must be the id of an existing customer."));
}

TEST(EnswitchReply, RefusesWithAnHttpStatus) {
  const http::Response response = kDoor.refuse(404, "there is nothing here");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.body, body("404", "", "There is nothing here."));
}

}  // namespace
}  // namespace patchbay::doors::enswitch
