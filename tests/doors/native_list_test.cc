// Lists of the native door: their parameters, and cursors.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "doors/native/calls.h"
#include "doors/native/cursor.h"
#include "doors/native/door.h"
#include "doors/native/parameter.h"
#include "doors/shared/spelling.h"
#include "record/search/search_terms.h"

namespace patchbay::doors::native {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

DecodedRequest listed(const std::string& query) {
  http::Request request;
  request.method = "GET";
  request.path = "/v1/customers";
  request.query = query;
  return kDoor.decode({request, list_customers, {}}, {});
}

CustomerQuery query_of(const std::string& query) {
  return std::get<core::ListCustomers>(listed(query).call.request).query;
}

std::string problem_of(const std::string& query) {
  const DecodedRequest decoded = listed(query);
  if (decoded.call.problems.empty()) return "none";
  return decoded.call.problems.front().field + ' ' + decoded.call.problems.front().what;
}

TEST(NativeList, EveryKeyHasItsParameter) {
  for (const Field field : key_fields()) {
    if (field == Field::name || field == Field::external_id) continue;
    EXPECT_EQ(std::ranges::count(kKeys, search_key(field), &Parameter::name), 1)
        << search_key(field);
  }
}

TEST(NativeList, SearchesByWordsPrefixesAndKeys) {
  const CustomerQuery query = query_of(
      "q=Jos%C3%A9+Stra%C3%9Fe+GA&name_prefix=Jos%C3%A9++g&email=A%40B.example&telephone=%2B44+2"
      "&account=A1&external_id=X-1&name=os&order=name&count=true&limit=7");
  EXPECT_THAT(query.terms, ElementsAre("jose", "strasse", "/account/a1", "/email/a@b.example",
                                       "/telephone/244"));
  EXPECT_THAT(query.prefixes, ElementsAre("ga", "/name/jose g"));
  ASSERT_EQ(query.where.size(), 1U);
  EXPECT_EQ(query.where[0].value, Value{std::string("X-1")});
  EXPECT_EQ(query.name_contains, "os");
  EXPECT_EQ(query.order, CustomerQuery::Order::name);
  EXPECT_TRUE(query.count);
  EXPECT_EQ(query.limit, 7U);
  EXPECT_FALSE(query_of("").count);
}

TEST(NativeList, SearchesNumbersByTheirEnds) {
  EXPECT_THAT(query_of("telephone=555+101").prefixes, ElementsAre("/telephone/101555"));
  EXPECT_THAT(query_of("telephone=5+5-01").prefixes, ElementsAre("/telephone/1055"));
  EXPECT_THAT(query_of("telephone=501").terms, ElementsAre("/telephone/105"));
}

std::string text_of(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& each : texts) out += (out.empty() ? "" : ", ") + each;
  return out;
}

// "has a, b and a beginning c; or had d, e…"
std::string text_of(const NowOrBefore& condition) {
  std::vector<std::string> former;
  for (const FormerTerm& each : condition.former)
    former.push_back(each.text + (each.is_beginning ? "\u2026" : ""));
  return "has " + text_of(condition.terms) + " and " + text_of(condition.prefixes) + "; or had " +
         text_of(former);
}

TEST(NativeList, SearchesAmongFormerValues) {
  const auto conditions = [](const std::string& query) {
    const CustomerQuery found = query_of(query);
    EXPECT_TRUE(found.terms.empty() && found.prefixes.empty() && found.where.empty()) << query;
    std::vector<std::string> out;
    for (const NowOrBefore& each : found.now_or_before) out.push_back(text_of(each));
    return out;
  };
  EXPECT_THAT(conditions("telephone=55+5101&former=true"),
              ElementsAre("has  and /telephone/101555; or had /telephone/101555\u2026"));
  EXPECT_THAT(conditions("telephone=101&former=true"),
              ElementsAre("has /telephone/101 and ; or had /telephone/101"));
  EXPECT_THAT(conditions("former=true&email=A%40B.example&external_id=X-1&name_prefix=Jos%C3%A9"),
              ElementsAre("has  and /name/jose; or had /name/jose\u2026",
                          "has /email/a@b.example and ; or had /email/a@b.example",
                          "has /external_id/x-1 and ; or had /external_id/x-1"));
  EXPECT_THAT(conditions("q=Stra%C3%9Fe+GA&former=true"),
              ElementsAre("has strasse and ga; or had /name/strasse ga\u2026, "
                          "/external_id/strasse ga\u2026, /account/strasse ga\u2026, "
                          "/tax_number/strasse ga\u2026, /email/strasse ga\u2026, "
                          "/bill_ref/strasse ga\u2026, /postal_code/strasse ga\u2026"))
      << "no telephone number has letters";
  EXPECT_THAT(conditions("q=555-1+01&former=true").front(), HasSubstr(", /telephone/101555\u2026"));
  EXPECT_TRUE(query_of("telephone=555+101&former=false").now_or_before.empty());
}

TEST(NativeList, RefusesWhatCannotBeSearchedFor) {
  std::string words;
  for (int i = 0; i < 17; ++i) words += "+w";
  for (const auto& [query, want] : std::initializer_list<std::pair<std::string, std::string>>{
           {"q=", "q must hold a word"},
           {"q=-+%2F", "q must hold a word"},
           {"q=" + words, "q must be at most 16 words"},
           {"email=", "email must hold something to search for"},
           {"telephone=none", "telephone must hold a digit"},
           {"former=true", "former needs beside it what to search for, such as q or telephone"},
           {"former=true&name=x&status=off",
            "former needs beside it what to search for, such as q or telephone"},
           {"former=true&telephone=123", "none"},
           {"status=activ",
            "status must be one of active, suspended, off; the nearest known name is active"},
           {"status=ACTIVE",
            "status must be one of active, suspended, off; the nearest known name is active"},
           {"order=Name", "order must be one of id, name, account; the nearest known name is name"},
           {"external_id=", "external_id must not be empty"},
           {"status=everything", "status must be one of active, suspended, off"},
           {"name_prefix=+", "name_prefix must hold something to search for"},
           {"order=age", "order must be one of id, name, account"},
           {"count=1", "count must be true or false"},
           {"q=a", "none"}})
    EXPECT_EQ(problem_of(query), want) << query;
  EXPECT_THAT(problem_of("notes=x"), HasSubstr("is not known here"));
}

TEST(NativeList, CursorsHoldTheirOrderAndPlace) {
  const ListPosition place{.key = "Jos\u00E9 & Co", .id = {17}};
  EXPECT_EQ(parse_cursor(cursor("name", place), "name"), place);
  EXPECT_EQ(query_of("order=name&cursor=" + cursor("name", place)).after, place);
  EXPECT_EQ(query_of("").after, std::nullopt);
  EXPECT_EQ(parse_cursor(cursor(kById, {.id = {17}}), kById), (ListPosition{.id = {17}}));
  const std::string good = cursor("name", place);
  for (const std::string& bad :
       {std::string(), std::string("x"), good + "!", good.substr(0, 4), cursor("account", place),
        cursor("name", {.key = "a\x01", .id = {1}}), cursor("name", {.key = "a", .id = {0}}),
        cursor("name", {.key = "a\xFF", .id = {1}}),
        cursor("name", {.key = std::string(3000, 'a'), .id = {1}})})
    EXPECT_EQ(parse_cursor(bad, "name"), std::nullopt) << bad;
  EXPECT_EQ(parse_cursor(cursor(kById, place), kById), std::nullopt);
  EXPECT_EQ(problem_of("order=name&cursor=" + cursor(kById, {.id = {17}})),
            "cursor must be the `next` of an earlier page in the same order");
}

}  // namespace
}  // namespace patchbay::doors::native
