// The feed at the native door: its parameters, and positions as text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "doors/native/cursor.h"
#include "doors/native/native.h"

namespace patchbay::doors::native {
namespace {

Asked asked(const std::string& query) {
  http::Request request;
  request.method = "GET";
  request.path = "/v1/changes";
  request.query = query;
  return kDoor.decode({request, list_changes, {}}, {});
}

core::Changes changes_of(const std::string& query) {
  return std::get<core::Changes>(asked(query).call.request);
}

std::string problem_of(const std::string& query) {
  const Asked out = asked(query);
  if (out.call.problems.empty()) return "none";
  return out.call.problems.front().field + ' ' + out.call.problems.front().what;
}

TEST(NativeChanges, BeginAtAPositionOrTheBeginningOrNow) {
  const Position position{.entry = 17, .mark = std::string("\0 \xFF\nmark", 8)};
  EXPECT_EQ(changes_of("after=" + position_text(position)).query.after, position);
  EXPECT_EQ(changes_of("").query.after, Position{});
  EXPECT_EQ(changes_of("after=" + position_text({})).query.after, Position{});
  EXPECT_EQ(changes_of("after=now").query.after, std::nullopt);
}

TEST(NativeChanges, KeepToACustomerADoorAndAPrincipal) {
  const core::Changes all = changes_of("");
  EXPECT_TRUE(std::holds_alternative<core::Oneself>(all.below));
  EXPECT_EQ(all.query.limit, 100U);
  const core::Changes some = changes_of("below=7&door=flolive&principal=alice&limit=1000");
  EXPECT_EQ(std::get<CustomerId>(some.below).value, 7);
  EXPECT_EQ(some.query.door, "flolive");
  EXPECT_EQ(some.query.principal, "alice");
  EXPECT_EQ(some.query.limit, 1000U);
}

TEST(NativeChanges, RefuseWhatIsNoPosition) {
  const std::string good = position_text({.entry = 17, .mark = "12345678"});
  for (const std::string& bad :
       {std::string(), std::string("17"), std::string("then"), good + "!", good.substr(0, 4),
        cursor("id", {.id = {17}}), position_text({.entry = -1, .mark = "12345678"})})
    EXPECT_EQ(problem_of("after=" + bad),
              "after must be `now`, or a position that an earlier page gave")
        << bad;
  EXPECT_EQ(problem_of("limit=1001"), "limit must be a whole number from 1 to 1000");
  EXPECT_EQ(problem_of("after=now&after=now"), "after is given twice");
  EXPECT_THAT(problem_of("before=1"), testing::HasSubstr("is not known here"));
}

}  // namespace
}  // namespace patchbay::doors::native
