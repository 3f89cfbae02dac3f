// The documents of TMF629: what is seen can be written back, and what was written is seen.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "doors/tmf629/customer_json.h"
#include "doors/tmf629/kept.h"
#include "wire/json.h"

namespace patchbay::doors::tmf629 {
namespace {

wire::Tree parse(std::string_view text) {
  auto tree = wire::json::parse(text);
  EXPECT_TRUE(tree) << text;
  return tree ? std::move(*tree) : wire::Tree();
}

// Makes edits to a record, as core does. Returns the objection of the first that is refused.
std::string apply(Record& record, const core::Edits& edits) {
  for (const Problem& problem : edits.problems) return problem.sentence();
  std::uint64_t next = 1;
  Draft draft{.record = record, .fresh_uuid = [&] {
                return *Uuid::parse("00000000-0000-4000-8000-00000000000" + std::to_string(next++));
              }};
  for (const core::FieldEdit& each : edits.edits)
    if (auto done = write_value(draft, each.target, each.edit); !done)
      return each.field + ' ' + done.error();
  EXPECT_TRUE(complete_draft(draft).empty());
  record = draft.record;
  return {};
}

Record made_of(std::string_view document, Release release) {
  Record record{.id = {7}};
  record.values.set({Field::status, {}}, std::string("active"));
  EXPECT_EQ(apply(record, edits_of_new(*parse(document).object(), release)), "");
  return record;
}

constexpr std::string_view kFlat = R"({"name":"Moon","status":"Approved","engagedParty":{"id":"5",
  "@referredType":"Organization"},"contactMedium":[{"mediumType":"Chat","characteristic":
  {"socialNetworkId":"@moon"}},{"mediumType":"Both","characteristic":{"emailAddress":"a@b.example",
  "phoneNumber":"555 1"}}],"characteristic":[{"name":"size","value":[1,{"a":null}]}],"other":[true]})";

TEST(Tmf629, ShowsWhatWasSent) {
  const wire::Tree sent = parse(kFlat);
  const wire::Tree shown = customer_json(made_of(kFlat, Release::v4), Release::v4, "");
  for (const auto& [member, value] : *sent.object()) {
    ASSERT_NE(shown.find(member), nullptr) << member;
    EXPECT_EQ(wire::json::write(*shown.find(member)), wire::json::write(value));
  }
}

TEST(Tmf629, WritingWhatIsSeenChangesNothing) {
  const Record record = made_of(kFlat, Release::v4);
  for (const Release release : {Release::v4, Release::v5}) {
    const wire::Tree seen = customer_json(record, release, "");
    const core::Edits edits = edits_between(seen, seen, {.record = record}, release, Arrays::whole);
    EXPECT_TRUE(edits.edits.empty());
    EXPECT_TRUE(edits.problems.empty());
  }
}

TEST(Tmf629, AnElementWithSeveralFactsBecomesSeveralInV5) {
  const wire::Tree shown = customer_json(made_of(kFlat, Release::v4), Release::v5, "");
  EXPECT_EQ(wire::json::write(*shown.find("contactMedium")),
            R"([{"@type":"SocialContactMedium","socialNetworkId":"@moon"},)"
            R"({"@type":"EmailContactMedium","preferred":false,"emailAddress":"a@b.example"},)"
            R"({"@type":"PhoneContactMedium","preferred":false,"phoneNumber":"555 1"}])");
}

TEST(Tmf629, WhatAnotherDoorChangedGivesWayAlone) {
  Record record = made_of(kFlat, Release::v4);
  const Uuid contact = record.primary(Section::contact);
  record.values.set({Field::contact_email, contact}, std::string("new@b.example"));
  record.values.set({Field::status, {}}, std::string("off"));
  const wire::Tree shown = customer_json(record, Release::v4, "");
  EXPECT_EQ(*shown.find("status")->text(), "off");
  const wire::Array& media = *shown.find("contactMedium")->array();
  ASSERT_EQ(media.size(), 3U);
  EXPECT_EQ(*media[0].find("mediumType")->text(), "Chat");
  EXPECT_EQ(*media[1].find("characteristic")->find("emailAddress")->text(), "new@b.example");
  EXPECT_EQ(*media[2].find("characteristic")->find("phoneNumber")->text(), "555 1");
}

TEST(Tmf629, AChangedMediumKeepsTheRestOfItsPart) {
  Record record{.id = {7}};
  const Uuid part = *Uuid::parse("00000000-0000-4000-8000-0000000000aa");
  record.values.set({Field::status, {}}, std::string("active"));
  record.values.set({Field::name, {}}, std::string("Moon"));
  record.values.set({Field::address_ordinal, part}, std::int64_t{1});
  record.values.set({Field::address_type, part}, std::string("main"));
  record.values.set({Field::address_city, part}, std::string("Paris"));
  record.values.set({Field::address_floor, part}, std::string("2"));
  const wire::Tree before = customer_json(record, Release::v5, "");
  wire::Tree after = before;
  after.set("contactMedium",
            parse(R"([{"@type":"GeographicAddressContactMedium","city":"Lyon"}])"));
  EXPECT_EQ(
      apply(record, edits_between(before, after, {.record = record}, Release::v5, Arrays::merged)),
      "");
  EXPECT_EQ(record.text(Field::address_city, part), "Lyon");
  EXPECT_EQ(record.text(Field::address_floor, part), "2");
}

TEST(Tmf629, RowsOfAnotherFormAreLeftAlone) {
  Record record{.id = {7}};
  record.values.set({Field::extensions, {}}, List{{"v9 thing", "{}"},
                                                  {"v4 broken", "{"},
                                                  {"v4 role", "\"x\""},
                                                  {"v5 role", "\"y\""},
                                                  {"v9 role", "\"z\""}});
  Kept kept(record);
  EXPECT_EQ(kept.members().size(), 1U);
  kept.drop("role");
  const Edit edit = kept.edit();
  const auto* value = std::get_if<Value>(&edit);
  ASSERT_NE(value, nullptr);
  // No other role shows in its place, and a release that is not known is left alone.
  EXPECT_EQ(*value, Value(List{{"v9 thing", "{}"}, {"v4 broken", "{"}, {"v9 role", "\"z\""}}));
}

TEST(Tmf629, CarriesAlongWhatOtherDoorsWroteInAnotherForm) {
  const List rows = {{"v4 status", R"({"while":"active"})"},
                     {"v5 status", R"({"while":"active","word":5})"},
                     {"v4 role", R"("a")"},
                     {"v5 role", R"("b")"},
                     {"v4 id", R"("9")"},
                     {"v5 href", "{}"},
                     {"v4 account", R"(["x",5])"},
                     {"v4 contactMedium", R"([{"characteristic":[]}])"},
                     {"v4 characteristic", R"({"name":"x"})"},
                     {"v5 relatedParty", R"([{"partyOrPartyRole":7}])"},
                     {"v5 creditProfile", "null"},
                     {"v4 engagedParty", "[]"}};
  Record record = made_of(kFlat, Release::v4);
  record.values.set({Field::extensions, {}}, rows);
  for (const Release release : {Release::v3, Release::v4, Release::v5}) {
    const wire::Tree shown = customer_json(record, release, "");
    EXPECT_EQ(*shown.find("id")->text(), "7");
    EXPECT_EQ(*shown.find("status")->text(), "active");
    EXPECT_EQ(*shown.find("role")->text(), "a");
    EXPECT_EQ(shown.find("account"), nullptr);
    EXPECT_NE(shown.find("engagedParty")->object(), nullptr);
  }
  const wire::Tree before = customer_json(record, Release::v4, "");
  wire::Tree after = before;
  after.set("role", "c");
  after.set("status", "Approved");
  EXPECT_EQ(
      apply(record, edits_between(before, after, {.record = record}, Release::v4, Arrays::merged)),
      "");
  const wire::Tree shown = customer_json(record, Release::v4, "");
  EXPECT_EQ(*shown.find("role")->text(), "c");
  EXPECT_EQ(*shown.find("status")->text(), "Approved");
  // One row each of the two that were written.
  EXPECT_EQ(std::get<List>(*record.find(Field::extensions)).size(), rows.size() - 2);
}

TEST(Tmf629, ReadsOneMemberWithoutTheOthers) {
  Record record{.id = {7}};
  record.values.set({Field::extensions, {}}, List{{"v4 role", "{}"},
                                                  {"v5 role", "\"b\""},
                                                  {"v4 role", "\"c\""},
                                                  {"v4 thing", "[1]"},
                                                  {"v4 card_number", "\"4111\""}});
  const Kept kept(record);
  for (const char* name : {"role", "thing", "card_number", "none"}) {
    const KeptMember* held = kept.find(name);
    EXPECT_EQ(find_kept(record, name), held ? std::optional(*held) : std::nullopt) << name;
  }
  EXPECT_EQ(*find_kept(record, "role")->value.text(), "b");
  EXPECT_EQ(kept.find("card_number"), nullptr);
}

TEST(Tmf629, LeavesNamesOfSecretsToOtherDoors) {
  Record record = made_of(kFlat, Release::v4);
  record.values.set({Field::custom_fields, {}}, List{{"Card_Number", "1"}, {"HASH", "2"}});
  record.values.set({Field::extensions, {}},
                    List{{"v4 characteristic",
                          R"([{"name":"Card_Number","value":[1]},{"name":"a","value":[2]}])"},
                         {"v4 Card_Number", "5"}});
  const wire::Tree before = customer_json(record, Release::v4, "");
  EXPECT_EQ(wire::json::write(*before.find("characteristic")), R"([{"name":"a","value":[2]}])");
  EXPECT_EQ(before.find("Card_Number"), nullptr);
  wire::Tree after = before;
  after.set("characteristic", parse(R"([{"name":"a","value":[3]}])"));
  EXPECT_EQ(
      apply(record, edits_between(before, after, {.record = record}, Release::v4, Arrays::whole)),
      "");
  EXPECT_EQ(*record.find(Field::custom_fields), Value(List{{"Card_Number", "1"}, {"HASH", "2"}}));
}

TEST(Tmf629, ACustomFieldMayBeEmpty) {
  Record record = made_of(kFlat, Release::v4);
  record.values.set({Field::custom_fields, {}}, List{{"colour", ""}, {"size", "L"}});
  const wire::Tree before = customer_json(record, Release::v4, "");
  wire::Tree after = before;
  wire::Array elements = *before.find("characteristic")->array();
  elements.emplace_back(parse(R"({"name":"shape","value":"round"})"));
  after.set("characteristic", elements);
  EXPECT_EQ(
      apply(record, edits_between(before, after, {.record = record}, Release::v4, Arrays::whole)),
      "");
  EXPECT_EQ(*record.find(Field::custom_fields),
            Value(List{{"colour", ""}, {"size", "L"}, {"shape", "round"}}));
  EXPECT_EQ(wire::json::write(*customer_json(record, Release::v4, "").find("characteristic")),
            wire::json::write(*after.find("characteristic")));
}

TEST(Tmf629, ShowsEachMediumOnceWhereElementsRepeatIt) {
  Record record = made_of(kFlat, Release::v4);
  record.values.set(
      {Field::extensions, {}},
      List{
          {"v4 contactMedium",
           R"([{"mediumType":"z","characteristic":{"emailAddress":"a@b.example","faxNumber":"9"}},)"
           R"({"mediumType":"x","characteristic":{"emailAddress":"a@b.example"}},)"
           R"({"mediumType":"y","characteristic":{"emailAddress":"a@b.example"}}])"}});
  EXPECT_EQ(wire::json::write(*customer_json(record, Release::v4, "").find("contactMedium")),
            R"([{"mediumType":"x","characteristic":{"emailAddress":"a@b.example"}},)"
            R"({"mediumType":"phone","preferred":true,"characteristic":{"contactType":"telephone",)"
            R"("phoneNumber":"555 1"}}])");
}

TEST(Tmf629, KeepsNothingUnderTheNameOfASecret) {
  for (const char* more : {R"("characteristic":[{"name":"card_number","value":"4111"}])",
                           R"("characteristic":[{"name":"Card_Number","value":{"a":1}}])",
                           R"("characteristic":[{"name":"merchant_password","value":"x"}])",
                           R"("bank_account_number":"1")"}) {
    Record record;
    const wire::Tree document = parse(
        R"({"name":"x","engagedParty":{"id":"1","@referredType":"y"},)" + std::string(more) + '}');
    EXPECT_THAT(apply(record, edits_of_new(*document.object(), Release::v4)),
                ::testing::EndsWith("is a secret: set it at another door"));
  }
  Record record;
  EXPECT_EQ(apply(record, edits_of_new(*parse(R"({"name":"x","engagedParty":{"id":"1",
        "@referredType":"y"},"characteristic":[{"name":"hash","value":"x"}]})")
                                            .object(),
                                       Release::v4)),
            "characteristic[0].name is the server's own and cannot be changed");
}

TEST(Tmf629, ACustomFieldWithTheNameOfAFieldIsNotTakenForIt) {
  Record record = made_of(kFlat, Release::v4);
  record.values.set({Field::custom_fields, {}}, List{{"balance", "999"}, {"colour", "red"}});
  const wire::Tree before = customer_json(record, Release::v4, "");
  EXPECT_EQ(wire::json::write(*before.find("characteristic")),
            R"([{"name":"size","value":[1,{"a":null}]},)"
            R"({"name":"colour","valueType":"string","value":"red"}])");
  wire::Tree after = before;
  after.set("characteristic", parse(R"([{"name":"shape","value":"round"}])"));
  EXPECT_EQ(
      apply(record, edits_between(before, after, {.record = record}, Release::v4, Arrays::whole)),
      "");
  EXPECT_EQ(*record.find(Field::custom_fields),
            Value(List{{"shape", "round"}, {"balance", "999"}}));
  EXPECT_EQ(record.find(Field::balance), nullptr);
}

TEST(Tmf629, RefusesMoreUnknownMembersThanAreKept) {
  const Record record = made_of(kFlat, Release::v4);
  const wire::Tree before = customer_json(record, Release::v4, "");
  wire::Tree after = before;
  for (int i = 0; i < 100; ++i) after.set("member " + std::to_string(i), i);
  for (const core::Edits& edits :
       {edits_between(before, after, {.record = record}, Release::v4, Arrays::whole),
        edits_of_new(*after.object(), Release::v4)}) {
    ASSERT_EQ(edits.problems.size(), 1U);
    EXPECT_EQ(edits.problems.front().what,
              "must have at most 100 members that the standard does not know");
  }
}

TEST(Tmf629, SaysOnceThatTooMuchIsKept) {
  Record record = made_of(kFlat, Release::v4);
  List rows;
  for (int i = 0; i < 100; ++i) rows.push_back({"v4 m" + std::to_string(i), "1"});
  record.values.set({Field::extensions, {}}, rows);
  const wire::Tree before = customer_json(record, Release::v4, "");
  wire::Tree after = before;
  after.set("role", "a");
  after.set("statusReason", "b");
  const core::Edits edits =
      edits_between(before, after, {.record = record}, Release::v4, Arrays::whole);
  ASSERT_EQ(edits.problems.size(), 1U);
  EXPECT_EQ(edits.problems.front().sentence(),
            "the customer must have at most 100 members that are kept");
}

TEST(Tmf629, NamesWhatIsWrong) {
  for (const auto& [document, want] : std::initializer_list<std::pair<const char*, const char*>>{
           {R"({"name":"x"})", "engagedParty is required"},
           {R"({"name":5,"engagedParty":{"id":"1","@referredType":"y"}})",
            "name must be a string, not a number"},
           {R"({"name":"x","engagedParty":{"id":"1","@referredType":"y"},"account":[{"name":1}]})",
            "account[0].name must be a string, not a number"}}) {
    Record record;
    EXPECT_EQ(apply(record, edits_of_new(*parse(document).object(), Release::v4)), want);
  }
}

}  // namespace
}  // namespace patchbay::doors::tmf629
