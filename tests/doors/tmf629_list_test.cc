// Filters and JSON Patch Query of TMF629.
#include <gtest/gtest.h>

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
  read_query("name=Moon&id=7", true, problems).filter.narrow(one);
  EXPECT_EQ(one.terms.size(), 1U);
  EXPECT_EQ(one.where.size(), 1U);
  CustomerQuery several;
  read_query("name=Moon,Sun&name.regex=.*&status=active", true, problems).filter.narrow(several);
  EXPECT_TRUE(several.terms.empty());
  EXPECT_TRUE(several.where.empty());
}

TEST(Tmf629Filter, NamesWhatIsWrong) {
  for (const auto& [query, field] :
       std::initializer_list<std::pair<const char*, const char*>>{{"nme=x", "nme"},
                                                                  {"name.regex=(", "name.regex"},
                                                                  {"limit=0", "limit"},
                                                                  {"sort=status", "sort"},
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

}  // namespace
}  // namespace patchbay::doors::tmf629
