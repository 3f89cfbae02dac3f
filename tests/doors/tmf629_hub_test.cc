// The hub of TMF629: what a registration asks for, and the events of changes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "doors/tmf629/events.h"
#include "wire/json.h"

namespace patchbay::doors::tmf629 {
namespace {

Record moon() {
  Record record{.id = {7}, .version = 3};
  record.values.set({Field::name, {}}, std::string("Moon"));
  record.values.set({Field::status, {}}, std::string("active"));
  return record;
}

Difference of(Field field, std::optional<Value> before, std::optional<Value> after) {
  return {.path = {field, {}}, .before = std::move(before), .after = std::move(after)};
}

Entry entry_of(Differences differences, Version version = 3) {
  Entry out;
  out.customer = {7};
  out.version = version;
  out.by.time = Instant{1'800'000'000'000'000};
  out.differences = std::move(differences);
  return out;
}

Listening listening(std::string_view query, Release release = Release::v4) {
  std::vector<Problem> problems;
  Listening out = read_listening(query, release, problems);
  EXPECT_TRUE(problems.empty()) << query << ": " << problems.front().what;
  return out;
}

const Value kYes(true);
Value text(const char* text) { return std::string(text); }
Value kept(const char* word) {
  return List{{"v4 role", "\"x\""}, {"v4 status", R"({"word":")" + std::string(word) + R"("})"}};
}

TEST(Tmf629Hub, TellsTheKindOfAChange) {
  const auto kind = [](const Entry& entry, std::string_view query = {}) {
    const auto found = kind_of(entry, listening(query));
    return found ? std::string(event_name(*found, Release::v4)) : std::string("none");
  };
  const Difference name = of(Field::name, text("Sun"), text("Moon"));
  const Difference status = of(Field::status, text("off"), text("active"));
  EXPECT_EQ(kind(entry_of({name}, 1)), "CustomerCreateEvent");
  EXPECT_EQ(kind(entry_of({name})), "CustomerAttributeValueChangeEvent");
  EXPECT_EQ(kind(entry_of({status})), "CustomerStateChangeEvent");
  EXPECT_EQ(kind(entry_of({of(Field::extensions, kept("a"), kept("b"))})),
            "CustomerStateChangeEvent");
  EXPECT_EQ(kind(entry_of({of(Field::extensions, kept("a"), kept("a"))})),
            "CustomerAttributeValueChangeEvent");
  EXPECT_EQ(kind(entry_of({of(Field::deleted, std::nullopt, kYes)})), "CustomerDeleteEvent");
  EXPECT_EQ(kind(entry_of({of(Field::deleted, kYes, std::nullopt)})), "CustomerCreateEvent");
  // One that changes the status and more is of both kinds.
  EXPECT_EQ(kind(entry_of({name, status})), "CustomerStateChangeEvent");
  constexpr std::string_view kValues = "eventType=CustomerAttributeValueChangeEvent";
  EXPECT_EQ(kind(entry_of({name, status}), kValues), "CustomerAttributeValueChangeEvent");
  EXPECT_EQ(kind(entry_of({status}), kValues), "none");
  const auto both = [](const char* word, const char* reason) {
    return Value(List{{"v4 status", word}, {"v4 statusReason", reason}});
  };
  const Entry kept_status =
      entry_of({of(Field::extensions, both("\"a\"", "\"r\""), both("\"b\"", "\"s\""))});
  EXPECT_EQ(kind(kept_status), "CustomerStateChangeEvent");
  EXPECT_EQ(kind(kept_status, kValues), "CustomerAttributeValueChangeEvent");
  // A member that only sounds like it.
  EXPECT_EQ(
      kind(entry_of({of(Field::extensions, std::nullopt, Value(List{{"v4 my status", "1"}}))})),
      "CustomerAttributeValueChangeEvent");
}

TEST(Tmf629Hub, ReadsWhatARegistrationAsksFor) {
  for (const char* query : {"eventType=CustomerCreateEvent,CustomerDeleteEvent",
                            "eventType = CustomerCreateEvent;eventType = CustomerDeleteEvent",
                            "eventType=CustomerCreateEvent&eventType=CustomerDeleteEvent"}) {
    const Listening read = listening(query);
    EXPECT_TRUE(read.wants(EventKind::created) && read.wants(EventKind::deleted)) << query;
    EXPECT_FALSE(read.wants(EventKind::changed)) << query;
  }
  EXPECT_TRUE(listening("").wants(EventKind::changed));
  EXPECT_TRUE(listening("event.customer.status=active").filter.holds(moon(), Release::v4));
  EXPECT_TRUE(
      listening("status=off;event.customer.status=active").filter.holds(moon(), Release::v4));
  EXPECT_EQ(listening("fields=event.customer.name").selection.paths.front().front(), "name");
  EXPECT_FALSE(listening("status=off&name=Moon").filter.holds(moon(), Release::v4));
  EXPECT_EQ(listening("fields=name").selection.paths.size(), 1U);
  EXPECT_FALSE(
      listening("eventType=CustomerRemoveNotification", Release::v3).wants(EventKind::created));
}

TEST(Tmf629Hub, SaysWhatMayBeAskedFor) {
  for (const auto& [query, want] : std::initializer_list<std::pair<std::string, const char*>>{
           {"eventType=Nothing", "and not \"Nothing\""},
           {"eventType=", "CustomerStateChangeEvent"},
           {"eventType=CustomerRemoveNotification", "CustomerDeleteEvent"},
           {"limit=2", "members of the customer, and not limit"},
           {"name.regex=a", "not by regex"},
           {"name.rege%78=a", "not by regex"},
           {"event.customer.name.regex=a", "not by regex"},
           {"status=active;name.regex=(((", "not by regex"},
           {"limi%74=5", "members of the customer, and not limit"},
           {"nothing=1", "nothing"},
           {"fields=a..b", "fields"},
           {"name=%zz", "cannot be read"},
           {std::string(1'001, 'x'), "1000 bytes"}}) {
    std::vector<Problem> problems;
    (void)read_listening(query, Release::v4, problems);
    ASSERT_EQ(problems.size(), 1U) << query;
    EXPECT_EQ(problems.front().field, "query");
    EXPECT_THAT(problems.front().what, ::testing::HasSubstr(want));
  }
}

std::string event_of(Release release, const Webhook& webhook, const Record& customer,
                     const Entry& entry) {
  const EventFormat* format = find_event_format(event_format_name(release));
  return format->event(webhook, {.event_id = "chg_1", .entry = entry, .customer = customer},
                       20'000);
}

TEST(Tmf629Hub, WritesTheEventOfEachRelease) {
  const Webhook webhook{
      .id = 1, .name = "x", .url = "x", .query = "fields=name", .base_url = "http://here:80"};
  const Entry entry = entry_of({of(Field::name, std::nullopt, text("Moon"))}, 1);
  EXPECT_EQ(event_of(Release::v3, webhook, moon(), entry),
            R"({"eventId":"chg_1","eventTime":"2027-01-15T08:00:00.000000Z",)"
            R"("eventType":"CustomerCreationNotification",)"
            R"("correlationId":"00000000-0000-0000-0000-000000000000","domain":"customer",)"
            R"("event":{"customer":{"name":"Moon","id":"7",)"
            R"("href":"http://here:80/tmf-api/customerManagement/v3/customer/7"}}})");
  EXPECT_EQ(event_of(Release::v5, webhook, moon(), entry),
            R"({"@type":"CustomerCreateEvent","eventId":"chg_1",)"
            R"("eventTime":"2027-01-15T08:00:00.000000Z","eventType":"CustomerCreateEvent",)"
            R"("correlationId":"00000000-0000-0000-0000-000000000000","domain":"customer",)"
            R"("event":{"customer":{"id":"7",)"
            R"("href":"http://here:80/tmf-api/customer/v5/customer/7","name":"Moon",)"
            R"("@type":"Customer"}}})");
}

TEST(Tmf629Hub, ShowsLittleOfWhatIsDeletedOrTooLong) {
  const Webhook webhook{.id = 1, .name = "x", .url = "x"};
  Record gone = moon();
  gone.values.set({Field::deleted, {}}, true);
  gone.values.set({Field::notes, {}}, std::string("private"));
  const Entry deletes = entry_of({of(Field::deleted, std::nullopt, kYes)});
  EXPECT_THAT(event_of(Release::v5, webhook, gone, deletes),
              ::testing::AllOf(::testing::HasSubstr("CustomerDeleteEvent"),
                               ::testing::Not(::testing::HasSubstr("private"))));
  Record large = moon();
  List rows;
  for (int i = 0; i < 10; ++i)
    rows.push_back({"v4 m" + std::to_string(i), '"' + std::string(15'000, 'x') + '"'});
  rows.push_back({"v4 engagedParty", R"({"id":"5","name":")" + std::string(16'000, 'y') + "\"}"});
  large.values.set({Field::extensions, {}}, rows);
  for (const Release release : {Release::v3, Release::v4, Release::v5}) {
    const std::string event = event_of(release, webhook, large, entry_of({}));
    EXPECT_LT(event.size(), 2'000U);
    EXPECT_THAT(event, ::testing::HasSubstr("too long for an event"));
    EXPECT_THAT(event, ::testing::HasSubstr("customer/7"));
  }
}

TEST(Tmf629Hub, ItsFormatsAreThoseOfTheDoor) {
  for (const ReleaseRow& each : kReleaseRows)
    EXPECT_EQ(event_format_name(each.release), "tmf629." + std::string(each.name));
  EXPECT_EQ(find_event_format("tmf629.v6"), nullptr);
  EXPECT_EQ(find_event_format(""), nullptr);
}

}  // namespace
}  // namespace patchbay::doors::tmf629
