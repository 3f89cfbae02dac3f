// The table of native routes: each row has a reader that stands on nothing but the request.
#include <set>

#include <gtest/gtest.h>

#include "doors/native/calls.h"
#include "doors/native/door.h"

namespace patchbay::doors::native {
namespace {

DecodedRequest decoded(RouteId route, std::vector<std::string> captured) {
  http::Request request;
  request.method = operation(route).method;
  request.path = operation(route).path;
  return kDoor.decode({request, route, std::move(captured)}, {});
}

// A path without the segments that its reader expects names nothing, and breaks nothing.
TEST(NativeRoutes, AreReadWithoutCapturedSegments) {
  for (const Operation& each : operations())
    EXPECT_EQ(decoded(each.route, {}).route, each.route) << each.name;
  const auto get = std::get<core::GetCustomer>(decoded(get_customer, {}).call.request);
  EXPECT_EQ(std::get<CustomerId>(get.subject).value, 0);
  EXPECT_EQ(decoded(get_reference, {}).refused_status, 404);
}

TEST(NativeRoutes, ReadWhatTheirPathCaptured) {
  const auto plan = std::get<core::GetAdminObject>(decoded(get_plan, {"7"}).call.request);
  EXPECT_EQ(plan.kind, ReferenceKind::plan);
  EXPECT_EQ(plan.id, "7");
  const auto principal = std::get<core::GetAdminObject>(decoded(get_principal, {"7"}).call.request);
  EXPECT_EQ(principal.kind, std::nullopt);
  const auto music =
      std::get<core::GetAdminObject>(decoded(get_reference, {"music", "9"}).call.request);
  EXPECT_EQ(music.kind, ReferenceKind::music);
  EXPECT_EQ(music.id, "9");
  const auto history = std::get<core::ListAdminHistory>(decoded(role_history, {"9"}).call.request);
  EXPECT_EQ(history.kind, ReferenceKind::role);
}

TEST(NativeRoutes, AreDescribedEachInItsOwnWay) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const Operation& each : operations()) {
    EXPECT_FALSE(description(each.route).empty()) << each.name;
    EXPECT_TRUE(seen.emplace(each.method, each.path).second) << each.name;
  }
}

}  // namespace
}  // namespace patchbay::doors::native
