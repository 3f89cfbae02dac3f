// What webhooks are sent, and how it is signed.
#include "reach/webhooks/webhook_messages.h"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include "base/corpus.h"
#include "base/digest.h"
#include "base/signature.h"
#include "wire/form.h"
#include "wire/json.h"

namespace patchbay::reach {
namespace {

constexpr Instant kNow{1'800'000'000'000'000};

WebhookKeys keys(char filling) {
  return {.shared = std::string(32, filling),
          .seed = std::string(32, static_cast<char>(filling + 1))};
}

Webhook webhook() {
  return {.id = 5,
          .name = "crm",
          .url = "https://example.com/hook",
          .below = {101},
          .principal = 7,
          .secret = keys('a').bytes()};
}

// "Sealed" secrets of these tests are not sealed.
WebhookMessages messages() {
  return WebhookMessages([](std::string_view sealed, std::int64_t) -> std::optional<std::string> {
    if (sealed == "broken") return std::nullopt;
    return std::string(sealed);
  });
}

Record customer() {
  return {.id = {101},
          .uuid = *Uuid::parse("00000000-0000-4000-8000-000000000101"),
          .version = 8,
          .values = {}};
}

FeedEntry change() {
  FeedEntry out;
  out.uuid = *Uuid::parse("00000000-0000-4000-8000-000000000101");
  out.position = {.entry = 12, .mark = "m"};
  Entry& entry = out.entry;
  entry.customer = {101};
  entry.version = 8;
  entry.action = "amend";
  entry.by.time = kNow;
  entry.by.principal = "alice";
  entry.by.door = "flolive";
  entry.by.source = "192.0.2.7";
  entry.by.request = *Uuid::parse("00000000-0000-4000-8000-000000000009");
  entry.by.reason = "not for others";
  entry.differences = {{.path = {Field::name, {}},
                        .before = Value(std::string("Old")),
                        .after = Value(std::string("New \"x\""))},
                       {.path = {Field::notes, {}},
                        .before = Value(std::string("secret plan")),
                        .after = std::nullopt},
                       {.path = {Field::card_number, {}},
                        .before = std::nullopt,
                        .after = Value(SealedSecret{.box = "box", .tail = "4242"})}};
  return out;
}

TEST(WebhookMessages, AreThinByDefault) {
  EXPECT_EQ(event_text(webhook(), change()),
            R"({"specversion":"1.0","id":"chg_00000000-0000-4000-8000-000000000101_8",)"
            R"("source":"/v1/customers","type":"customer.changed","subject":"101",)"
            R"("time":"2027-01-15T08:00:00.000000Z","datacontenttype":"application/json",)"
            R"("data":{"customer":101,"uuid":"00000000-0000-4000-8000-000000000101","version":8,)"
            R"("action":"amend","changed":["name","notes","card_number"],"principal":"alice",)"
            R"("door":"flolive","request":"00000000-0000-4000-8000-000000000009"}})");
}

TEST(WebhookMessages, HoldTheValuesOfIncludedFieldsAndNeverSecrets) {
  Webhook with = webhook();
  with.include = {"name", "notes", "card_number"};
  const std::string text = event_text(with, change());
  EXPECT_THAT(text, testing::HasSubstr(R"("values":{"name":"New \"x\"","notes":null})"));
  for (const char* const each : {"secret plan", "4242", "box", "192.0.2.7", "not for others"})
    EXPECT_THAT(text, testing::Not(testing::HasSubstr(each))) << each;
}

TEST(WebhookMessages, NameWhatHappened) {
  for (const auto& [action, type] : std::initializer_list<std::pair<std::string, std::string>>{
           {"create", "customer.created"},
           {"amend", "customer.changed"},
           {"adjust", "customer.changed"},
           {"move", "customer.moved"},
           {"delete", "customer.deleted"},
           {"undelete", "customer.undeleted"}}) {
    FeedEntry one = change();
    one.entry.action = action;
    EXPECT_THAT(event_text(webhook(), one), testing::HasSubstr("\"type\":\"" + type + '"'));
  }
}

TEST(WebhookMessages, StayBelowTheirBound) {
  Webhook with = webhook();
  with.include = {"notes", "street"};
  FeedEntry one = change();
  one.entry.differences.front() = {
      .path = {Field::notes, {}}, .before = std::nullopt, .after = Value(std::string(15'000, 'n'))};
  EXPECT_THAT(event_text(with, one), testing::Not(testing::HasSubstr("truncated")));
  one.entry.differences.front().after = Value(std::string(25'000, 'n'));
  std::string text = event_text(with, one);
  EXPECT_LT(text.size(), kEventBytesMax);
  EXPECT_THAT(text, testing::HasSubstr(R"("changed":["notes","notes","card_number"])"));
  EXPECT_THAT(text, testing::HasSubstr(R"("truncated":true)"));
  for (std::uint64_t i = 0; i < 2000; ++i)
    one.entry.differences.push_back({.path = {Field::address_street, Uuid::numbered(i)},
                                     .before = std::nullopt,
                                     .after = Value(std::string("street"))});
  text = event_text(with, one);
  EXPECT_LT(text.size(), kEventBytesMax);
  EXPECT_TRUE(wire::json::parse(text));
  EXPECT_THAT(text, testing::HasSubstr(R"("truncated":true)"));
}

TEST(WebhookMessages, AreFiltered) {
  struct Case {
    std::vector<std::string> doors, actions, fields;
    bool wanted;
  };
  for (const auto& [doors, actions, fields, wanted] :
       std::initializer_list<Case>{{{}, {}, {}, true},
                                   {{"flolive"}, {}, {}, true},
                                   {{"native", "flolive"}, {"amend"}, {"notes"}, true},
                                   {{"native"}, {}, {}, false},
                                   {{}, {"create", "delete"}, {}, false},
                                   {{}, {}, {"email"}, false},
                                   {{"flolive"}, {"amend"}, {"email"}, false}}) {
    Webhook with = webhook();
    with.doors = doors;
    with.actions = actions;
    with.fields = fields;
    EXPECT_EQ(messages().wants(with, change()), wanted);
  }
}

TEST(WebhookMessages, AreWrittenByTheDoorWhereOneWasRegistered) {
  Webhook with = webhook();
  with.format = "tmf629.v4";
  Record told = customer();
  told.values.set({Field::status, {}}, std::string("active"));
  told.values.set({Field::card_number, {}}, SealedSecret{.box = "box", .tail = "4242"});
  const auto sent = messages().message(with, change(), told, kNow);
  ASSERT_TRUE(sent);
  EXPECT_THAT(sent->body, testing::HasSubstr(R"("eventType":"CustomerAttributeValueChangeEvent")"));
  EXPECT_THAT(sent->body, testing::HasSubstr("chg_00000000-0000-4000-8000-000000000101_8"));
  EXPECT_THAT(sent->body, testing::Not(testing::HasSubstr("4242")));
  EXPECT_EQ(sent->url, with.url);
  EXPECT_EQ(sent->headers.front().second, "application/json;charset=utf-8");
  const auto test = messages().test_message(with, "test_1", kNow);
  ASSERT_TRUE(test);
  EXPECT_THAT(test->body, testing::HasSubstr(R"("eventId":"test_1")"));
  EXPECT_TRUE(messages().wants(with, change()));
  with.query = "eventType=CustomerDeleteEvent";
  EXPECT_FALSE(messages().wants(with, change()));
  with.query = "status=off";
  EXPECT_TRUE(messages().wants(with, change()));
  EXPECT_FALSE(messages().reaches(with, told));
  with.format = "gone.v1";
  EXPECT_FALSE(messages().wants(with, change()));
}

std::string header(const Message& message, std::string_view name) {
  for (const auto& [key, value] : message.headers)
    if (key == name) return value;
  return {};
}

TEST(Signature, OfTheStandardIsMadeExactly) {
  const auto text = corpus("own-webhook/vector.json");
  if (!text) GTEST_SKIP() << "own-webhook is not here";
  const auto vector = wire::json::parse(*text);
  ASSERT_TRUE(vector);
  const std::string secret = *vector->find("secret")->text();
  const auto shared = parse_base64(secret.substr(6));
  ASSERT_TRUE(shared);
  const WebhookKeys made{.shared = *shared, .seed = std::string(32, 's')};
  const std::string body = *vector->find("body")->text();
  const std::string got = signatures(
      {.id = *vector->find("webhook-id")->text(), .time_s = 1'614'265'330, .body = body}, made);
  EXPECT_EQ(got.substr(0, got.find(' ')), *vector->find("webhook-signature")->text());
  EXPECT_EQ(made.shared_text(), secret);
}

TEST(Signature, IsAlsoOfAKeyPair) {
  const WebhookKeys made = keys('k');
  const std::string got = signatures({.id = "a", .time_s = 5, .body = "{}"}, made);
  const std::size_t at = got.find(" v1a,");
  ASSERT_NE(at, std::string::npos);
  const auto signature = parse_base64(got.substr(at + 5));
  const auto key = parse_base64(made.public_text().substr(5));
  ASSERT_TRUE(signature && key);
  EXPECT_TRUE(is_signed("a.5.{}", *signature, *key));
  EXPECT_FALSE(is_signed("a.6.{}", *signature, *key));
  EXPECT_TRUE(made.public_text().starts_with("whpk_"));
}

TEST(Signature, IsOfTwoKeysDuringRotation) {
  Webhook rotating = webhook();
  rotating.old_secret = keys('o').bytes();
  rotating.old_until = kNow.plus_seconds(60);
  const auto both = messages().message(rotating, change(), customer(), kNow);
  ASSERT_TRUE(both);
  const std::string id = header(*both, "webhook-id");
  const SignedMessage what{.id = id, .time_s = kNow.seconds(), .body = both->body};
  EXPECT_EQ(header(*both, "webhook-signature"),
            signatures(what, keys('a')) + ' ' + signatures(what, keys('o')));
  EXPECT_EQ(header(*both, "webhook-timestamp"), std::to_string(kNow.seconds()));
  EXPECT_EQ(header(*both, "Content-Type"), "application/cloudevents+json; charset=utf-8");
  const auto after = messages().message(rotating, change(), customer(), kNow.plus_seconds(60));
  ASSERT_TRUE(after);
  EXPECT_EQ(header(*after, "webhook-id"), header(*both, "webhook-id")) << "at every attempt";
  EXPECT_EQ(std::ranges::count(header(*after, "webhook-signature"), ' '), 1);
  rotating.secret = "broken";
  EXPECT_FALSE(messages().message(rotating, change(), customer(), kNow));
}

TEST(WebhookMessages, GoAsFormFieldsToTheCustomersOwnAddress) {
  Webhook own = webhook();
  own.url = Webhook::kOwnAddress;
  Record told = customer();
  EXPECT_FALSE(messages().reaches(own, told));
  EXPECT_TRUE(messages().reaches(webhook(), told));
  const Uuid primary = Uuid::numbered(5);
  told.values.set({Field::events_url, {}}, std::string("https://events.example/in?a=1"));
  told.values.set({Field::contact_email, primary}, std::string("new@example.com"));
  told.values.set({Field::contact_primary, primary}, true);
  told.values.set({Field::contact_ordinal, primary}, std::int64_t{1});
  EXPECT_TRUE(messages().reaches(own, told));
  FeedEntry event = change();
  event.entry.differences = {
      {.path = {Field::name, {}}, .before = std::nullopt, .after = Value(std::string("A & B"))},
      {.path = {Field::card_number, {}},
       .before = std::nullopt,
       .after = Value(SealedSecret{.box = "x", .tail = "1234"})},
      {.path = {Field::website, {}}, .before = std::nullopt, .after = Value(std::string("w.org"))},
      {.path = {Field::tax_number, {}}, .before = Value(std::string("T")), .after = std::nullopt},
      {.path = {Field::contact_email, primary},
       .before = std::nullopt,
       .after = Value(std::string("new@example.com"))}};
  const auto sent = messages().message(own, event, told, kNow);
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->url, "https://events.example/in?a=1");
  EXPECT_EQ(header(*sent, "Content-Type"), "application/x-www-form-urlencoded");
  EXPECT_EQ(
      sent->body,
      "event_type=customer.changed&event_id=chg_00000000-0000-4000-8000-000000000101_8&event_"
      "time=" +
          wire::form::encode_component(rfc3339(kNow)) +
          "&event_version=8&event_request=00000000-0000-4000-8000-000000000009&event_changed=name%"
          "2Ccard_number%2Cwebsite%2Ctax_number%2Ccontacts%2F00000000-0000-4000-8000-000000000005%"
          "2Femail&id=101&email=new%40example.com&name=A%20%26%20B&tax_number=");
  own.include = {"name"};
  EXPECT_THAT(messages().message(own, event, told, kNow)->body,
              testing::EndsWith("&id=101&name=A%20%26%20B"));
  own.include = {};
  std::string long_text;
  for (int i = 0; i < 2000; ++i) long_text += "\xF0\x9F\x98\x80";
  event.entry.differences.push_back({.path = {Field::description, {}},
                                     .before = std::nullopt,
                                     .after = Value(std::move(long_text))});
  const auto shorter = messages().message(own, event, told, kNow);
  EXPECT_LT(shorter->body.size(), kEventBytesMax);
  EXPECT_THAT(shorter->body, testing::EndsWith("&id=101&event_truncated=1"));
}

TEST(WebhookMessages, MayBeATest) {
  const auto test = messages().test_message(webhook(), "tst_1", kNow);
  ASSERT_TRUE(test);
  EXPECT_EQ(test->url, "https://example.com/hook");
  EXPECT_THAT(test->body, testing::HasSubstr(R"("type":"patchbay.test")"));
  EXPECT_EQ(header(*test, "webhook-id"), "tst_1");
}

}  // namespace
}  // namespace patchbay::reach
