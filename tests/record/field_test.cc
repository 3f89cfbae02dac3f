// The table of fields is well formed, and paths lead to its rows and back.
#include "record/field.h"

#include <set>

#include <gtest/gtest.h>

#include "base/text.h"
#include "record/path.h"

namespace patchbay {
namespace {

using Form = Admits::Form;

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
  std::set<std::pair<Home, std::string_view>> seen;
  for (std::size_t i = 0; i < field_rows().size(); ++i) {
    const FieldRow& each = field_rows()[i];
    EXPECT_TRUE(seen.emplace(each.home, each.key).second) << each.key;
    EXPECT_EQ(field_named(each.home, each.key), field_at(i)) << each.key;
    EXPECT_EQ(&row(field_at(i)), &each);
    EXPECT_EQ(home_of(field_at(i)), each.home) << each.key;
  }
  EXPECT_FALSE(field_named(Home::customer, "street"));
  EXPECT_FALSE(field_named(Home::address, "Street"));
  EXPECT_FALSE(field_named(Home::contact, ""));
}

// A part's path begins with the word of its home, so no field of a customer may have that name.
TEST(Field, NoKeyIsTheWordOfAHome) {
  for (const Home home : {Home::address, Home::contact})
    EXPECT_FALSE(field_named(Home::customer, word(home)));
}

TEST(Field, HomesFollowEachOtherAndBeginWithTheOrdinal) {
  std::size_t count = 0;
  for (const Home home : {Home::customer, Home::address, Home::contact}) {
    const auto rows = field_rows(home);
    EXPECT_EQ(&row(first_field(home)), &rows.front());
    for (const FieldRow& each : rows) EXPECT_EQ(each.home, home) << each.key;
    EXPECT_EQ(rows.front().key, home == Home::customer ? "parent" : "ordinal");
    count += rows.size();
  }
  EXPECT_EQ(count, field_rows().size());
}

TEST(Field, WhatARowAdmitsIsWellFormed) {
  for (const FieldRow& each : field_rows()) {
    const Admits& admits = each.admits;
    const bool number = admits.form == Form::whole || admits.form == Form::reference ||
                        admits.form == Form::customer;
    const bool sentinel = admits.none || admits.plan;
    const bool text = admits.form == Form::text;
    EXPECT_TRUE(!number || admits.min < admits.max) << each.key;
    EXPECT_TRUE(!number || admits.min >= 0) << each.key;  // what is below has a meaning of its own
    EXPECT_TRUE(!text || admits.max > 0) << each.key;
    EXPECT_TRUE(!admits.bytes || text) << each.key;
    EXPECT_TRUE(!sentinel || number || admits.form == Form::decimal) << each.key;
    EXPECT_FALSE(sentinel && admits.unbounded) << each.key;
    EXPECT_TRUE(!each.secret() || text || admits.form == Form::card) << each.key;
    EXPECT_FALSE(allowed(admits).empty()) << each.key;
  }
}

TEST(Field, ChoicesAreDifferentWordsAndThePlanIsTheFirst) {
  for (const FieldRow& each : field_rows()) {
    if (each.admits.form != Form::choice) continue;
    const auto words = words_of(each.admits);
    const std::set<std::string_view> different(words.begin(), words.end());
    EXPECT_GE(words.size(), 2U) << each.key;
    EXPECT_EQ(different.size(), words.size()) << each.key;
    EXPECT_FALSE(different.contains("")) << each.key;
    EXPECT_EQ(different.contains("plan"), words.front() == "plan") << each.key;
  }
}

TEST(Field, PairsAndOnlyPairsHaveTwoColumns) {
  for (const FieldRow& each : field_rows())
    EXPECT_EQ(each.admits.form == Form::pairs,
              columns_of(each.admits).size() == 2 && each.admits.form != Form::choice)
        << each.key;
}

TEST(Field, OnlyCustomersFieldsStandInGroups) {
  for (const FieldRow& each : field_rows())
    EXPECT_TRUE(each.group == Group::none || each.home == Home::customer) << each.key;
}

TEST(Field, GroupsHaveNames) {
  std::set<Group> used;
  for (const FieldRow& each : field_rows()) used.insert(each.group);
  EXPECT_EQ(used.size(), 10U);  // every group locks something
  used.erase(Group::none);
  for (const Group group : used) EXPECT_EQ(group_named(word(group)), group);
  EXPECT_FALSE(group_named("none"));
  EXPECT_FALSE(group_named(""));
}

TEST(Path, SurvivesItsText) {
  const Uuid part = Uuid::numbered(7);
  for (std::size_t i = 0; i < field_rows().size(); ++i) {
    const bool own = field_rows()[i].home == Home::customer;
    const Path path{field_at(i), own ? Uuid{} : part};
    EXPECT_EQ(parse_path(text(path)), path) << text(path);
  }
  EXPECT_EQ(text({Field::name, {}}), "name");
  EXPECT_EQ(text({Field::address_street, part}),
            "addresses/00000000-0000-4000-8000-000000000007/street");
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
