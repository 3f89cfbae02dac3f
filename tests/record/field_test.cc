// The table of fields is well formed, and paths convert to its rows and back.
#include "record/field/field.h"

#include <set>

#include <gtest/gtest.h>

#include "base/text.h"
#include "record/field/path.h"
#include "record/value/unassigned.h"

namespace patchbay {
namespace {

using Form = ValueRule::Form;

Field field_at(std::size_t index) { return static_cast<Field>(index); }

TEST(Field, EveryRowHasAKeyOfLowerCaseLettersAndASentence) {
  for (const FieldRow& each : field_rows()) {
    EXPECT_FALSE(each.key.empty());
    EXPECT_TRUE(each.key.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") ==
                std::string_view::npos)
        << each.key;
    EXPECT_TRUE(each.meaning.ends_with('.')) << each.key;
    EXPECT_TRUE(each.meaning.front() >= 'A' && each.meaning.front() <= 'Z') << each.key;
  }
}

TEST(Field, KeysAreUniqueWithinTheirHomeAndFound) {
  std::set<std::pair<Section, std::string_view>> seen;
  for (std::size_t i = 0; i < field_rows().size(); ++i) {
    const FieldRow& each = field_rows()[i];
    EXPECT_TRUE(seen.emplace(each.section, each.key).second) << each.key;
    EXPECT_EQ(find_field(each.section, each.key), field_at(i)) << each.key;
    EXPECT_EQ(&row(field_at(i)), &each);
    EXPECT_EQ(section_of(field_at(i)), each.section) << each.key;
  }
  EXPECT_FALSE(find_field(Section::customer, "street"));
  EXPECT_FALSE(find_field(Section::address, "Street"));
  EXPECT_FALSE(find_field(Section::contact, ""));
}

// A part's path begins with the word of its section, so no field of a customer may have that name.
TEST(Field, NoKeyIsTheWordOfAHome) {
  for (const Section section : {Section::address, Section::contact})
    EXPECT_FALSE(find_field(Section::customer, word(section)));
}

TEST(Field, HomesFollowEachOtherAndBeginWithTheOrdinal) {
  std::size_t count = 0;
  for (const Section section : {Section::customer, Section::address, Section::contact}) {
    const auto rows = field_rows(section);
    EXPECT_EQ(&row(first_field(section)), &rows.front());
    for (const FieldRow& each : rows) EXPECT_EQ(each.section, section) << each.key;
    EXPECT_EQ(rows.front().key, section == Section::customer ? "parent" : "ordinal");
    count += rows.size();
  }
  EXPECT_EQ(count, field_rows().size());
}

TEST(Field, WhatARowAdmitsIsWellFormed) {
  for (const FieldRow& each : field_rows()) {
    const ValueRule& rule = each.rule;
    const bool number =
        rule.form == Form::whole || rule.form == Form::reference || rule.form == Form::customer;
    const bool sentinel = rule.none || rule.plan;
    const bool text = rule.form == Form::text;
    EXPECT_TRUE(!number || rule.min < rule.max) << each.key;
    EXPECT_TRUE(!number || rule.min >= 0) << each.key;  // lower values are sentinels
    EXPECT_TRUE(!text || rule.max > 0) << each.key;
    EXPECT_TRUE(!rule.bytes || text) << each.key;
    EXPECT_TRUE(!sentinel || number || rule.form == Form::decimal) << each.key;
    EXPECT_FALSE(sentinel && rule.unbounded) << each.key;
    EXPECT_TRUE(!each.secret() || text || rule.form == Form::card) << each.key;
    EXPECT_FALSE(allowed(rule).empty()) << each.key;
  }
}

TEST(Field, ChoicesAreDifferentWordsAndThePlanIsTheFirst) {
  for (const FieldRow& each : field_rows()) {
    if (each.rule.form != Form::choice) continue;
    const auto words = words_of(each.rule);
    const std::set<std::string_view> different(words.begin(), words.end());
    EXPECT_GE(words.size(), 2U) << each.key;
    EXPECT_EQ(different.size(), words.size()) << each.key;
    EXPECT_FALSE(different.contains("")) << each.key;
    EXPECT_EQ(different.contains("plan"), words.front() == "plan") << each.key;
  }
}

TEST(Field, PairsAndOnlyPairsHaveTwoColumns) {
  for (const FieldRow& each : field_rows())
    EXPECT_EQ(each.rule.form == Form::pairs,
              columns_of(each.rule).size() == 2 && each.rule.form != Form::choice)
        << each.key;
}

// What callers write freely may name a person, so a row of such a form is personal unless it is
// listed here.
TEST(Field, FreeTextsAndSecretsArePersonal) {
  using enum ValueRule::Form;
  const std::set<std::string_view> others = {"hash", "merchant_type", "invoice_prefix", "dialplan",
                                             "prefix"};
  for (const FieldRow& each : field_rows()) {
    const bool is_free =
        std::set{text, email, emails, url, ip, card, date, e164, pairs}.contains(each.rule.form);
    if (!is_free && !each.secret()) continue;
    const bool is_other = each.section == Section::customer && others.contains(each.key);
    EXPECT_EQ(each.personal(), !is_other) << each.key;
  }
}

// Whom somebody is, as words and numbers that are chosen from a list.
TEST(Field, OfOtherFormsTheseArePersonal) {
  std::set<std::string> personal;
  for (std::size_t i = 0; i < field_rows().size(); ++i) {
    using enum ValueRule::Form;
    const FieldRow& each = field_rows()[i];
    const bool is_chosen =
        std::set{whole, decimal, reference, customer, flag, choice, currency, timezone, wholes}
            .contains(each.rule.form);
    if (is_chosen && each.personal())
      personal.insert(patchbay::text(Path{static_cast<Field>(i), Uuid{}}));
  }
  EXPECT_EQ(personal,
            (std::set<std::string>{"addresses/00000000-0000-0000-0000-000000000000/salutation",
                                   "addresses/00000000-0000-0000-0000-000000000000/title",
                                   "card_expiry_month", "card_expiry_year", "card_issue",
                                   "card_start_month", "card_start_year", "contact_person",
                                   "contacts/00000000-0000-0000-0000-000000000000/gender",
                                   "contacts/00000000-0000-0000-0000-000000000000/salutation"}));
}

TEST(Field, OnlyCustomersFieldsStandInGroups) {
  for (const FieldRow& each : field_rows())
    EXPECT_TRUE(each.group == Group::none || each.section == Section::customer) << each.key;
}

TEST(Field, GroupsHaveNames) {
  std::set<Group> used;
  for (const FieldRow& each : field_rows()) used.insert(each.group);
  EXPECT_EQ(used.size(), 10U);  // each group has at least one field
  used.erase(Group::none);
  for (const Group group : used) EXPECT_EQ(parse_group(word(group)), group);
  EXPECT_FALSE(parse_group("none"));
  EXPECT_FALSE(parse_group(""));
}

TEST(Path, SurvivesItsText) {
  const Uuid part = Uuid::numbered(7);
  for (std::size_t i = 0; i < field_rows().size(); ++i) {
    const bool own = field_rows()[i].section == Section::customer;
    const Path path{field_at(i), own ? Uuid{} : part};
    EXPECT_EQ(parse_path(text(path)), path) << text(path);
  }
  EXPECT_EQ(text({Field::name, {}}), "name");
  EXPECT_EQ(text({Field::address_street, part}),
            "addresses/00000000-0000-4000-8000-000000000007/street");
}

TEST(Path, OfAPlaceholderSurvivesItsText) {
  for (const std::uint64_t number : {0, 1, 12}) {
    const Path path{Field::address_street, unassigned(number)};
    EXPECT_EQ(text(path), "addresses/new-" + std::to_string(number) + "/street");
    EXPECT_EQ(parse_path(text(path)), path);
  }
  const auto hexadecimal = Uuid::parse("ffffffff-ffff-ffff-ffff-00000000000a");
  ASSERT_TRUE(hexadecimal);
  EXPECT_FALSE(is_unassigned(*hexadecimal));
  EXPECT_EQ(parse_part(part_text(*hexadecimal)), hexadecimal);
  for (const char* bad : {"new-", "new-01", "new--1", "new-1234567890123", "new-a"})
    EXPECT_FALSE(parse_part(bad)) << bad;
}

TEST(Path, RefusesWhatLeadsNowhere) {
  const std::string part = Uuid::numbered(7).text();
  for (const std::string& bad : std::initializer_list<std::string>{
           "", "colour", "street", "addresses", "addresses/" + part, "addresses/" + part + '/',
           "addresses/" + part + "/name", "addresses/" + part + "/street/", "addresses/7/street",
           "addresses//street", "contacts/" + part + "/street", "contact/" + part + "/email",
           '/' + part + "/name", "addresses-" + part + "/street", "addresses/" + part + "-street",
           "name/" + part + "/name"})
    EXPECT_FALSE(parse_path(bad)) << bad;
}

TEST(Path, IsOrderedByHomeThenPartThenField) {
  const Uuid one = Uuid::numbered(1), two = Uuid::numbered(2);
  const Path sorted[] = {{Field::parent, {}},           {Field::locked, {}},
                         {Field::address_ordinal, one}, {Field::address_primary, one},
                         {Field::address_ordinal, two}, {Field::contact_ordinal, one},
                         {Field::contact_primary, two}};
  for (std::size_t i = 0; i < std::size(sorted); ++i)
    for (std::size_t k = 0; k < std::size(sorted); ++k)
      EXPECT_EQ(sorted[i] <=> sorted[k], i <=> k) << text(sorted[i]) << ' ' << text(sorted[k]);
}

}  // namespace
}  // namespace patchbay
