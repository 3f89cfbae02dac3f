// The feed at the native door: its parameters.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "doors/native/calls.h"
#include "doors/native/door.h"

namespace patchbay::doors::native {
namespace {

DecodedRequest decoded(const std::string& query) {
  http::Request request;
  request.method = "GET";
  request.path = "/v1/changes";
  request.query = query;
  return kDoor.decode({request, list_changes, {}}, {});
}

core::ListChanges changes_of(const std::string& query) {
  return std::get<core::ListChanges>(decoded(query).call.request);
}

std::string problem_of(const std::string& query) {
  const DecodedRequest out = decoded(query);
  if (out.call.problems.empty()) return "none";
  return out.call.problems.front().field + ' ' + out.call.problems.front().what;
}

// Core decides whether a position is valid.
TEST(NativeChanges, BeginAtAPositionOrTheBeginningOrNow) {
  EXPECT_EQ(changes_of("after=x-y_z").after, "x-y_z");
  EXPECT_FALSE(changes_of("after=x-y_z").from_now);
  EXPECT_EQ(changes_of("").after, std::nullopt);
  EXPECT_FALSE(changes_of("").from_now);
  EXPECT_EQ(changes_of("after=now").after, std::nullopt);
  EXPECT_TRUE(changes_of("after=now").from_now);
}

TEST(NativeChanges, KeepToACustomerADoorAndAPrincipal) {
  const core::ListChanges all = changes_of("");
  EXPECT_TRUE(std::holds_alternative<core::Oneself>(all.below));
  EXPECT_EQ(all.query.limit, 100U);
  const core::ListChanges some = changes_of("below=7&door=flolive&principal=alice&limit=1000");
  EXPECT_EQ(std::get<CustomerId>(some.below).value, 7);
  EXPECT_EQ(some.query.door, "flolive");
  EXPECT_EQ(some.query.principal, "alice");
  EXPECT_EQ(some.query.limit, 1000U);
}

TEST(NativeChanges, RefuseWhatCannotBeAsked) {
  EXPECT_EQ(problem_of("limit=1001"), "limit must be a whole number from 1 to 1000");
  EXPECT_THAT(problem_of("door=FLOLIVE"), testing::EndsWith("the nearest known name is flolive"));
  EXPECT_EQ(problem_of("DOOR=flolive"), "DOOR is not known here; the nearest known name is door");
  EXPECT_EQ(problem_of("after=now&after=now"), "after is given twice");
  EXPECT_THAT(problem_of("before=1"), testing::HasSubstr("is not known here"));
}

}  // namespace
}  // namespace patchbay::doors::native
