// The native door's replies to faults: status, problem document, and headers.
#include <gtest/gtest.h>

#include "doors/native/faults.h"

namespace patchbay::doors::native {
namespace {

std::string header(const http::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

TEST(NativeProblem, SaysWhenToTryAgain) {
  Fault busy(ErrorKind::too_many_requests, "too many came from here");
  busy.retry_after_s = 30;
  const http::Response reply = problem_response(busy);
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(header(reply, "Retry-After"), "30");
  EXPECT_EQ(header(reply, "WWW-Authenticate"), "");
  EXPECT_EQ(reply.body,
            R"({"type":"urn:patchbay:problem:too_many_requests","title":"Too many requests",)"
            R"("status":429,"detail":"too many came from here"})");
}

TEST(NativeProblem, SaysHowToSignIn) {
  const http::Response reply = problem_response(Fault(ErrorKind::bad_credentials));
  EXPECT_EQ(reply.status, 401);
  EXPECT_EQ(header(reply, "Retry-After"), "");
  EXPECT_TRUE(header(reply, "WWW-Authenticate").starts_with("Basic"));
}

}  // namespace
}  // namespace patchbay::doors::native
