// Webhooks: who may see and change them, what their members allow, keys, and where delivery goes
// on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/administering.h"
#include "record/admin/webhook_keys.h"

namespace patchbay {
namespace {

using core::GetWebhook;
using core::ListWebhooks;
using core::ReplayDeliveries;
using core::UpsertWebhook;
using testing::World;

// Takes any address but those that hold "bad".
class TestDeliveries final : public core::Deliveries {
 public:
  [[nodiscard]] std::string objection_to(const std::string& url) const override {
    return url.contains("bad") ? "must be another" : "";
  }
  bool test(const Webhook& webhook, std::function<void(core::DeliveryAnswer)> done) override {
    if (is_busy) return false;
    done({.status = 204, .body = webhook.url});
    return true;
  }
  bool is_busy = false;
};

class WebhooksTest : public ::testing::Test {
 protected:
  Result<core::Outcome> ask(const char* who, core::Request request,
                            core::CallOptions options = {}) {
    return world_.ask(who, std::move(request), kAdministers, std::move(options));
  }
  static UpsertWebhook wanted(const std::string& name = "hook") {
    return {.name = name, .url = "https://receiver.example/"};
  }
  core::Webhooks done(const Result<core::Outcome>& outcome) {
    if (!outcome) {
      ADD_FAILURE() << outcome_text(outcome);
      return {.webhooks = {{}}};
    }
    return std::get<core::Webhooks>(*outcome);
  }
  std::int64_t make(const char* who = "reseller") {
    return done(ask(who, wanted())).webhooks.front().webhook.id;
  }
  std::string names(const char* who) {
    std::string out;
    for (const auto& each : done(ask(who, ListWebhooks{})).webhooks)
      out += std::to_string(each.webhook.id) + ' ';
    return out;
  }
  Destination destination(std::int64_t id) { return *world_.store().read()->destination(id); }
  void keep(const Destination& destination, const std::vector<DeliveryAttempt>& attempts = {}) {
    store::write_and_wait(world_.store(), [&](store::Transaction& transaction) {
      transaction.save(destination);
      transaction.save(std::span(attempts));
      return true;
    });
  }

  TestDeliveries deliveries_;
  World world_{[this] {
    core::ServiceOptions out = World::easy();
    out.deliveries = &deliveries_;
    return out;
  }()};
};

TEST_F(WebhooksTest, OfADoorAreKnownByTheirFormat) {
  UpsertWebhook registers = wanted();
  registers.format = "door.v1";
  registers.query = "status=active";
  registers.base_url = "http://here";
  registers.url_field = "callback";
  const Webhook made = done(ask("reseller", registers)).webhooks.front().webhook;
  EXPECT_EQ(made.format + ' ' + made.query + ' ' + made.base_url,
            "door.v1 status=active http://here");
  const std::int64_t plain = make("reseller");
  const auto found = [&](std::int64_t id, std::optional<std::string> format) {
    return outcome_text(ask("reseller", GetWebhook{.id = id, .format = std::move(format)}));
  };
  EXPECT_EQ(found(made.id, "door.v1"), "done");
  EXPECT_EQ(found(made.id, std::nullopt), "done");
  EXPECT_NE(found(made.id, "door.v2"), "done");
  EXPECT_NE(found(plain, "door.v1"), "done");
  const auto change = [&](UpsertWebhook asked) {
    return outcome_text(ask("reseller", std::move(asked)));
  };
  EXPECT_EQ(change({.id = made.id, .include = {{"name"}}}),
            "invalid: include must be empty: the messages of who registered at a door show the "
            "customer");
  EXPECT_EQ(change({.id = made.id, .url = std::string(Webhook::kOwnAddress)}),
            "invalid: url must be the address of who registered at the door");
  registers.url = "https://bad.example/";
  EXPECT_EQ(change(registers), "invalid: callback must be another");
  UpsertWebhook removes{.id = plain, .deleted = true};
  removes.format = "door.v1";
  EXPECT_NE(change(removes), "done");
  removes.id = made.id;
  EXPECT_EQ(change(removes), "done");
  EXPECT_NE(found(made.id, std::nullopt), "done");
}

TEST_F(WebhooksTest, AreForAdministratorsAbove) {
  const std::int64_t ours = make("reseller");
  const std::int64_t theirs = make("stranger");
  const std::int64_t below = make("admin");
  EXPECT_EQ(names("owner"), "1 2 3 ");
  EXPECT_EQ(names("reseller"), "1 3 ");
  EXPECT_EQ(names("admin"), "3 ") << "not those of a customer above";
  EXPECT_EQ(names("stranger"), "2 ");
  EXPECT_EQ(outcome_text(ask("reader", ListWebhooks{})).substr(0, 11), "role_denied");
  EXPECT_EQ(outcome_text(ask("reseller", GetWebhook{theirs})),
            R"(unknown_thing:  there is no webhook "2" that you can see)");
  EXPECT_EQ(outcome_text(ask("admin", UpsertWebhook{.id = ours, .deleted = true})),
            R"(unknown_thing:  there is no webhook "1" that you can see)");
  EXPECT_EQ(outcome_text(ask("stranger", core::ListDeliveries{.id = below})).substr(0, 13),
            "unknown_thing");
  EXPECT_EQ(outcome_text(ask("admin", UpsertWebhook{.id = below, .below = CustomerId{2}})),
            "invalid: below must be the id of an existing customer");
}

TEST_F(WebhooksTest, NamesWhatIsWrong) {
  UpsertWebhook bad = wanted();
  bad.url = "http://bad/";
  bad.doors = {"native", "no such door"};
  bad.actions = {"explode"};
  bad.fields = {"name", "no_such_field"};
  bad.include = {"name", "card_number"};
  const auto outcome = ask("reseller", bad);
  ASSERT_FALSE(outcome);
  std::vector<std::string> fields;
  for (const Problem& each : outcome.error().problems) fields.push_back(each.field);
  EXPECT_THAT(fields, ::testing::IsSupersetOf({"url", "actions", "fields", "include"}));
  EXPECT_EQ(outcome_text(ask("reseller", UpsertWebhook{})), "invalid: name must not be empty");
  EXPECT_EQ(
      outcome_text(ask("reseller", core::UpsertReference{.kind = ReferenceKind::webhook,
                                                         .name = "another way"})),
      "invalid:  webhooks and outside systems are changed by /v1/webhooks and /v1/systems only");
}

TEST_F(WebhooksTest, ShowsTheSecretOnce) {
  const auto made = done(ask("reseller", wanted()));
  EXPECT_TRUE(made.made);
  EXPECT_TRUE(made.new_secret.starts_with("whsec_"));
  EXPECT_TRUE(made.webhooks.front().public_key.starts_with("whpk_"));
  const std::int64_t id = made.webhooks.front().webhook.id;
  const auto read = done(ask("reseller", GetWebhook{id}));
  EXPECT_EQ(read.new_secret, "");
  EXPECT_EQ(read.webhooks.front().webhook.secret, "");
  EXPECT_EQ(read.webhooks.front().public_key, made.webhooks.front().public_key);
  const auto rotated = done(ask("reseller", UpsertWebhook{.id = id, .rotate_s = 60}));
  EXPECT_NE(rotated.new_secret, made.new_secret);
  EXPECT_NE(rotated.new_secret, "");
  EXPECT_EQ(rotated.webhooks.front().webhook.old_until, world_.clock.now().plus_seconds(60));
  const auto rehearsed =
      done(ask("reseller", UpsertWebhook{.id = id, .rotate_s = 60}, {.rehearse = true}));
  EXPECT_EQ(rehearsed.new_secret, "") << "it would not be the key";
  const auto history = world_.store().read()->history({ReferenceKind::webhook, id}, 0, 10);
  for (const AdminEntry& entry : history)
    for (const AdminDifference& each : entry.differences) {
      EXPECT_FALSE(each.after.contains(made.new_secret.substr(6, 20))) << each.member;
      EXPECT_EQ(each.member.ends_with("secret"), !each.proof.empty()) << each.member;
    }
}

TEST_F(WebhooksTest, HasTheRightsOfWhoChangedItLast) {
  const std::int64_t id = make("owner");
  const auto principal = [&] {
    return done(ask("owner", GetWebhook{id})).webhooks.front().webhook.principal;
  };
  const std::int64_t maker = principal();
  ask("owner", UpsertWebhook{.id = id, .below = CustomerId{2}});
  ask("reseller", UpsertWebhook{.id = id, .name = "renamed"});
  EXPECT_EQ(principal(), maker);
  ask("reseller", UpsertWebhook{.id = id, .url = "https://elsewhere.example/"});
  EXPECT_NE(principal(), maker);
}

TEST_F(WebhooksTest, ARehearsalKeepsNothing) {
  const auto made = done(ask("reseller", wanted(), {.rehearse = true}));
  EXPECT_EQ(made.webhooks.front().webhook.id, 0);
  EXPECT_EQ(made.new_secret, "");
  EXPECT_EQ(names("owner"), "");
}

TEST_F(WebhooksTest, GoesOnWhenItIsEnabled) {
  const std::int64_t id = make();
  Destination stopped = destination(id);
  stopped.stopped = "answered 410";
  stopped.failures = 7;
  keep(stopped);
  EXPECT_EQ(outcome_text(ask("reseller", ReplayDeliveries{id, ReplayDeliveries::Failed{}})),
            "conflict:  the webhook is stopped (answered 410): set `enabled` to true first");
  done(ask("reseller", UpsertWebhook{.id = id, .enabled = true}));
  EXPECT_EQ(destination(id).stopped, "");
  EXPECT_EQ(destination(id).failures, 0);
  EXPECT_GT(destination(id).generation, stopped.generation) << "the node that delivers is told";
}

TEST_F(WebhooksTest, DeliversAgain) {
  const std::int64_t id = make();
  Destination kept = destination(id);
  kept.parked = {{.entry = 3, .customer = {10}, .version = 1, .attempts = 8, .dead = "gone"},
                 {.entry = 4, .customer = {11}, .version = 1, .attempts = 2, .due = {1LL << 60}}};
  keep(kept, {{.destination = id, .number = 1, .entry = 2, .customer = {12}, .version = 1}});
  const auto again = ask("reseller", ReplayDeliveries{id, ReplayDeliveries::Failed{}});
  ASSERT_TRUE(again) << outcome_text(again);
  EXPECT_EQ(std::get<core::DeliveryReplay>(*again).again, 2U);
  for (const ParkedDelivery& each : destination(id).parked) {
    EXPECT_EQ(each.dead, "");
    EXPECT_LE(each.due, world_.clock.now());
  }
  EXPECT_EQ(outcome_text(ask("reseller", ReplayDeliveries{id, std::int64_t{1}})), "done");
  EXPECT_EQ(destination(id).parked.size(), 3U);
  EXPECT_EQ(outcome_text(ask("reseller", ReplayDeliveries{id, std::int64_t{2}})),
            "invalid: delivery is not the number of a delivery that is still kept");
  EXPECT_EQ(
      outcome_text(ask("reseller", ReplayDeliveries{id, ReplayDeliveries::SincePosition{"no"}})),
      "invalid: after is not a position in this store");
  EXPECT_EQ(outcome_text(ask("reseller", ReplayDeliveries{id, Instant{}})), "done");
}

// Of a webhook that is behind, all that follows its position is still to be delivered.
TEST_F(WebhooksTest, ATimeAfterThePositionLeavesNothingOut) {
  const std::int64_t id = make();
  Destination behind = destination(id);
  behind.position = {};
  keep(behind);
  EXPECT_EQ(outcome_text(ask("reseller", ReplayDeliveries{id, world_.clock.now()})), "done");
  EXPECT_EQ(destination(id).position, FeedPosition{});
}

TEST_F(WebhooksTest, ListsAttemptsByHowTheyEnded) {
  using Which = core::ListDeliveries::Which;
  const std::int64_t id = make();
  Destination kept = destination(id);
  kept.parked = {{.entry = 3, .customer = {10}, .version = 1, .attempts = 8, .dead = "gone"},
                 {.entry = 4, .customer = {11}, .version = 1, .attempts = 1, .due = {7}}};
  const auto attempt = [&](std::int64_t number, std::int64_t entry, const char* problem) {
    return DeliveryAttempt{.destination = id,
                           .number = number,
                           .entry = entry,
                           .customer = {entry + 7},
                           .problem = problem};
  };
  keep(kept, {attempt(1, 2, ""), attempt(2, 3, "answered 500"), attempt(3, 4, "answered 503"),
              attempt(4, 5, "")});
  const auto numbers = [&](Which which, std::int64_t before = 0, std::size_t limit = 50,
                           std::optional<CustomerId> customer = {}) {
    const auto listed = ask("reseller", core::ListDeliveries{id, which, before, limit, customer});
    std::string out;
    if (!listed) return outcome_text(listed);
    const auto& page = std::get<core::DeliveryPage>(*listed);
    for (const DeliveryAttempt& each : page.attempts) out += std::to_string(each.number) + ' ';
    return out + "then " + std::to_string(page.next);
  };
  EXPECT_EQ(numbers(Which::all), "4 3 2 1 then 0");
  EXPECT_EQ(numbers(Which::delivered), "4 1 then 0");
  EXPECT_EQ(numbers(Which::failed), "3 2 then 0");
  EXPECT_EQ(numbers(Which::dead), "2 then 0");
  EXPECT_EQ(numbers(Which::failed, 0, 1), "3 then 3");
  EXPECT_EQ(numbers(Which::failed, 3, 1), "2 then 0");
  EXPECT_EQ(numbers(Which::all, 0, 50, CustomerId{11}), "3 then 0");
}

TEST_F(WebhooksTest, SaysSinceWhenItIsBehind) {
  const std::int64_t id = make();
  const auto behind = [&] {
    return done(ask("reseller", GetWebhook{id})).webhooks.front().behind_since;
  };
  EXPECT_EQ(behind(), std::nullopt);
  const Instant made = world_.clock.now();
  world_.ask("reseller", testing::set(10, Field::notes, Value("not looked at yet")));
  world_.clock.advance_seconds(60);
  world_.ask("reseller", testing::set(10, Field::notes, Value("later")));
  EXPECT_EQ(behind(), made);
  Destination kept = destination(id);
  kept.position =
      world_.store().read()->feed({.below = kRoot, .after = std::nullopt, .limit = 1}).next;
  keep(kept);
  EXPECT_EQ(behind(), std::nullopt) << "all are delivered";
  const auto entry = world_.store().read()->history(CustomerId{10}, 0, 1).front();
  kept.parked = {{.entry = 1, .customer = {10}, .version = entry.version, .dead = "gone"}};
  keep(kept);
  EXPECT_EQ(behind(), std::nullopt) << "a dead one does not wait";
  kept.parked.front().dead.clear();
  keep(kept);
  EXPECT_EQ(behind(), entry.by.time) << "one that waits";
}

TEST_F(WebhooksTest, ItsDeliveriesGoWithIt) {
  const std::int64_t id = make();
  ASSERT_EQ(outcome_text(ask("reseller", UpsertWebhook{.id = id, .deleted = true})), "done");
  EXPECT_EQ(world_.store().read()->destination(id), std::nullopt);
  EXPECT_EQ(names("owner"), "");
}

TEST_F(WebhooksTest, ShowsTheAnswerToATest) {
  const std::int64_t id = make();
  const auto tested = ask("reseller", core::TestWebhook{id});
  ASSERT_TRUE(tested);
  EXPECT_EQ(std::get<core::WebhookTest>(*tested).answer.status, 204);
  deliveries_.is_busy = true;
  EXPECT_EQ(outcome_text(ask("reseller", core::TestWebhook{id})).substr(0, 17),
            "too_many_requests");
  EXPECT_EQ(outcome_text(ask("reader", core::TestWebhook{id})).substr(0, 11), "role_denied");
}

}  // namespace
}  // namespace patchbay
