// Filters and JSON Patch Query of TMF629.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "doors/tmf629/calls.h"
#include "doors/tmf629/encode.h"
#include "doors/tmf629/filter.h"
#include "doors/tmf629/patch_query.h"
#include "doors/tmf629/query.h"
#include "wire/json.h"

namespace patchbay::doors::tmf629 {
namespace {

Record moon() {
  Record record{.id = {7}};
  record.values.set({Field::name, {}}, std::string("Moon"));
  record.values.set({Field::status, {}}, std::string("active"));
  record.values.set({Field::balance, {}}, *Decimal::parse("12.50"));
  record.values.set({Field::description, {}}, std::string("a,b;c=d"));
  return record;
}

TEST(Tmf629Filter, HoldsForWhatARecordShows) {
  for (const auto& [query, want] : std::initializer_list<std::pair<const char*, bool>>{
           {"name=Moon", true},
           {"name=moon", false},
           {"name=Sun,Moon", true},
           {"name=Sun;status=active", true},
           {"name=Sun&status=active", false},
           {"name=Sun&name=Moon", true},
           {"status.ne=off", true},
           {"description=a%2Cb%3Bc%3Dd", true},
           {"description=a%2cb%3bc=d", true},
           {"description=a,b%3Bc=d", false},
           {"description=a%2Cb;c%3Dd", false},
           {"description=x,a%2Cb%3Bc=d", true},
           {"characteristic.value=12.5", true},
           {"characteristic.value.gt=12.49&characteristic.name=balance", true},
           {"characteristic.value.lt=2", false},
           {"name.regex=M.*n", true},
           {"name.regex=M", false},
           {"validFor.startDateTime.gt=2020-01-01T00:00:00Z", false},
           {"id=7", true}}) {
    std::vector<Problem> problems;
    const Query read = read_query(query, /*is_list=*/true, problems);
    EXPECT_TRUE(problems.empty()) << query;
    EXPECT_EQ(read.filter.holds(moon(), Release::v4), want) << query;
  }
}

TEST(Tmf629Filter, NarrowsByIndexesWhereOneValueIsWanted) {
  std::vector<Problem> problems;
  CustomerQuery one;
  read_query("name=Moon&id=7", true, problems).filter.narrow(one, Release::v4);
  EXPECT_EQ(one.terms.size(), 1U);
  EXPECT_EQ(one.where.size(), 1U);
  CustomerQuery several;
  read_query("name=Moon,Sun&name.regex=.*&status=active", true, problems)
      .filter.narrow(several, Release::v4);
  EXPECT_TRUE(several.terms.empty());
  EXPECT_TRUE(several.where.empty());
}

TEST(Tmf629Filter, NarrowsOnlyByWhatIndexesKnow) {
  struct Case {
    const char* query;
    Release release;
    std::size_t terms;
  };
  for (const auto& [query, release, terms] : std::initializer_list<Case>{
           {"contactMedium.characteristic.emailAddress=a@b.example", Release::v3, 1},
           {"contactMedium.characteristic.emailAddress=a@b.example", Release::v4, 1},
           {"contactMedium.emailAddress=a@b.example", Release::v5, 1},
           {"contactMedium.emailAddress=a@b.example", Release::v4, 0},
           {"contactMedium.characteristic.emailAddress=a@b.example", Release::v5, 0},
           {"relatedParty.emailAddress=a@b.example", Release::v5, 0},
           {"contactMedium.emailAddress=a@b.example+c@d.example", Release::v5, 0},
           {"account.id=5", Release::v4, 0},
           {"name=12.0", Release::v4, 0},
           {"name=2026-01-01T00:00:00Z", Release::v4, 0},
           {"id=7.0", Release::v4, 0}}) {
    std::vector<Problem> problems;
    CustomerQuery out;
    read_query(query, true, problems).filter.narrow(out, release);
    EXPECT_TRUE(problems.empty()) << query;
    EXPECT_EQ(out.terms.size(), terms) << query;
    EXPECT_TRUE(out.where.empty()) << query;
  }
}

TEST(Tmf629Filter, ReadsNoPatternsAndStopsAtTheBound) {
  std::vector<Problem> problems;
  const Query query = read_query("name.regex=(&status.regex=[", true, problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(query.filter.pattern_problems().size(), 1U);
  EXPECT_FALSE(query.filter.holds(moon(), Release::v4));

  std::string many = "name=x";
  for (int i = 0; i < 60; ++i) many += ";nme" + std::to_string(i) + "=x";
  problems.clear();
  EXPECT_TRUE(read_query(many + '&' + many, true, problems).filter.empty());
  EXPECT_EQ(problems.size(), 51U);
  const std::string bound = "must have at most 50 comparisons, 10 of them by .regex";
  EXPECT_EQ(problems.back().what, bound);
  std::string patterns;
  for (int i = 0; i < 11; ++i) patterns += "name.regex=a&";
  problems.clear();
  EXPECT_TRUE(read_query(patterns, true, problems).filter.empty());
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems.front().what, bound);
}

TEST(Tmf629List, EndsBehindSoManyBytes) {
  Record record = moon();
  List rows;
  for (int i = 0; i < 100; ++i)
    rows.push_back({"v4 m" + std::to_string(i), '"' + std::string(16'000, 'x') + '"'});
  record.values.set({Field::extensions, {}}, std::move(rows));
  core::CustomerViewPage page;
  for (int i = 0; i < 10; ++i) page.views.push_back({.record = record});
  page.total = 10;
  DecodedRequest decoded;
  for (const Route& route : kRoutes)
    if (call_of(route.id).operation == Operation::list) decoded.route = route.id;
  decoded.size = 10;
  const http::Response reply = encode(decoded, core::Outcome(page), Settings{});
  EXPECT_EQ(reply.status, 206);
  const auto header = [&](const std::string& name) {
    for (const auto& [held, value] : reply.headers)
      if (held == name) return value;
    return std::string();
  };
  EXPECT_EQ(header("X-Result-Count"), "6");
  EXPECT_THAT(header("Link"), ::testing::HasSubstr("offset=6&limit=10>; rel=\"next\""));
  EXPECT_EQ(wire::json::parse(reply.body).value().array()->size(), 6U);
}

TEST(Tmf629Filter, NamesWhatIsWrong) {
  for (const auto& [query, field] :
       std::initializer_list<std::pair<const char*, const char*>>{{"nme=x", "nme"},
                                                                  {"eq=1", "eq"},
                                                                  {"name=x;eq=1", "eq"},
                                                                  {"gt=1", "gt"},
                                                                  {"limit=0", "limit"},
                                                                  {"sort=status", "sort"},
                                                                  {"sort=name,", "sort"},
                                                                  {"sort=id,-id", "sort"},
                                                                  {"fields=a..b", "fields"}}) {
    std::vector<Problem> problems;
    (void)read_query(query, /*is_list=*/true, problems);
    ASSERT_EQ(problems.size(), 1U) << query;
    EXPECT_EQ(problems.front().field, field);
  }
}

TEST(Tmf629PatchQuery, ActsOnWhatItsPathsChoose) {
  const auto document = wire::json::parse(
      R"({"a":[{"id":"1","n":[{"k":1},{"k":2}]},{"id":"2","n":[{"k":3}]}],"b":"x"})");
  ASSERT_TRUE(document);
  for (
      const auto& [patch, want] : std::initializer_list<std::pair<const char*, const char*>>{
          {R"([{"op":"remove","path":"/a?a.id=1"}])",
           R"({"a":[{"id":"2","n":[{"k":3}]}],"b":"x"})"},
          {R"([{"op":"replace","path":"/a/n/k?a.n.k=2","value":9}])",
           R"({"a":[{"id":"1","n":[{"k":1},{"k":9}]},{"id":"2","n":[{"k":3}]}],"b":"x"})"},
          {R"([{"op":"add","path":"/a","value":{"id":"3"}}])",
           R"({"a":[{"id":"1","n":[{"k":1},{"k":2}]},{"id":"2","n":[{"k":3}]},{"id":"3"}],"b":"x"})"},
          {R"([{"op":"add","path":"/a/m?a.id=2","value":true}])",
           R"({"a":[{"id":"1","n":[{"k":1},{"k":2}]},{"id":"2","n":[{"k":3}],"m":true}],"b":"x"})"},
          {R"([{"op":"remove","path":"/a/0"},{"op":"replace","path":"/b","value":"y"}])",
           R"({"a":[{"id":"2","n":[{"k":3}]}],"b":"y"})"},
          {R"([{"op":"remove","path":"/a?a.id=7"}])", "/a?a.id=7 names nothing in the customer"},
          {R"([{"op":"test","path":"/b","value":"y"}])", nullptr}}) {
    const auto tree = wire::json::parse(patch);
    ASSERT_TRUE(tree) << patch;
    const auto read = read_query_patch(*tree);
    ASSERT_TRUE(read) << patch;
    const auto done = apply_query_patch(*document, *read);
    if (want)
      EXPECT_EQ(done ? wire::json::write(*done) : done.error().pointer + ' ' + done.error().what,
                want);
    else
      EXPECT_TRUE(!done && done.error().is_failed_test);
  }
}

TEST(Tmf629PatchQuery, IsBoundedOverAllOperations) {
  wire::Array items;
  for (int i = 0; i < 300; ++i) items.push_back(wire::Object{{"id", i}});
  const wire::Tree document = wire::Object{{"a", std::move(items)}};
  const auto outcome = [&](const std::string& operation, int times) {
    std::string patch = "[" + operation;
    for (int i = 1; i < times; ++i) patch += ',' + operation;
    const auto read = read_query_patch(wire::json::parse(patch + ']').value());
    if (!read) return read.error().what;
    const auto done = apply_query_patch(document, *read);
    return done ? std::string() : done.error().what;
  };
  const std::string add = R"({"op":"add","path":"/a/m","value":1})";
  EXPECT_EQ(outcome(add, 3), "");
  EXPECT_EQ(outcome(add, 4), "lets the patch change more than 1000 places");
  const std::string large =
      R"({"op":"add","path":"/a/m","value":")" + std::string(20'000, 'x') + "\"}";
  EXPECT_EQ(outcome(large, 1), "lets the patch write more than 4 MB");
  EXPECT_EQ(outcome(R"({"op":"add","path":"/a/m/n/o","value":1})", 1),
            "names nothing in the customer");
  const std::string chooses = R"({"op":"test","path":"/a/id?a.id=7","value":7})";
  EXPECT_EQ(outcome(chooses, 20), "");
  EXPECT_EQ(outcome(chooses, 21), "must not have more conditions: a patch has at most 20");
}

}  // namespace
}  // namespace patchbay::doors::tmf629
