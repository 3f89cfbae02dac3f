// Session cookies: which requests they count for.
#include "doors/shared/session.h"

#include <gtest/gtest.h>

#include "doors/door.h"
#include "doors/router.h"

namespace patchbay::doors {
namespace {

constexpr const char* kToken = "the-token";

http::Request with(http::Headers headers, bool secure = false) {
  http::Request out{.method = "GET", .path = "/v1/me", .headers = std::move(headers)};
  out.secure = secure;
  return out;
}

TEST(Session, ItsTokenIsReadFromTheCookie) {
  struct Case {
    http::Headers headers;
    std::string want;
    bool secure = false;
  };
  const std::vector<Case> cases{
      {{}, ""},
      {{{"Cookie", "patchbay_session=t"}}, "t"},
      {{{"cookie", "a=b; patchbay_session=t; c=d"}}, "t"},
      {{{"Cookie", "a=b"}, {"Cookie", "patchbay_session=t"}}, ""},
      {{{"Cookie", "patchbay_session="}}, ""},
      {{{"Cookie", "patchbay_session"}}, ""},
      {{{"Cookie", "xpatchbay_session=t"}}, ""},
      {{{"Cookie", "patchbay_session=t; patchbay_session=u"}}, ""},
      {{{"Cookie", "patchbay_session=t"}, {"Authorization", "Basic eDp5"}}, ""},
      {{{"Cookie", "__Host-patchbay_session=t"}}, ""},
      {{{"Cookie", "patchbay_session=t"}}, "", /*secure=*/true},
      {{{"Cookie", "__Host-patchbay_session=t"}}, "t", /*secure=*/true},
  };
  for (const Case& each : cases)
    EXPECT_EQ(session_token(with(each.headers, each.secure)).value_or(""), each.want)
        << (each.headers.empty() ? "nothing" : each.headers.front().second);
}

TEST(Session, CountsOnlyBesideItsOwnCsrfToken) {
  const std::pair<std::string, std::string> cookie{"Cookie", "patchbay_session=the-token"};
  const std::string csrf = csrf_token(kToken);
  EXPECT_EQ(csrf.size(), 64u);
  EXPECT_EQ(confirmed_session_token(with({cookie, {"X-CSRF-Token", csrf}})), kToken);
  EXPECT_FALSE(confirmed_session_token(with({cookie})));
  EXPECT_FALSE(confirmed_session_token(with({cookie, {"X-CSRF-Token", ""}})));
  EXPECT_FALSE(confirmed_session_token(with({cookie, {"X-CSRF-Token", csrf_token("other")}})));
  EXPECT_FALSE(
      confirmed_session_token(with({cookie, {"X-CSRF-Token", csrf}, {"X-CSRF-Token", csrf}})));
  EXPECT_FALSE(confirmed_session_token(with({{"X-CSRF-Token", csrf}})));
}

TEST(Session, TakesTheCookieOverTlsOnlyIfItCameSo) {
  EXPECT_EQ(session_cookie("t", false), "patchbay_session=t; Path=/; HttpOnly; SameSite=Strict");
  EXPECT_EQ(session_cookie("t", true),
            "__Host-patchbay_session=t; Path=/; HttpOnly; SameSite=Strict; Secure");
  EXPECT_EQ(session_cookie("", false),
            "patchbay_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
}

// Every route of every door: the token of a session is given to the calls that came without
// credentials, and to no others.
TEST(Session, IsACredentialAtEveryDoor) {
  const Settings settings;
  const Router router(all_doors(), settings);
  int given = 0;
  for (const Door* door : all_doors()) {
    for (const Route& route : door->routes) {
      http::Request request{.method = std::string(route.method)};
      for (const char c : route.pattern) request.path += c == ':' ? '1' : c;
      request.headers = {{"Cookie", "patchbay_session=the-token"},
                         {"X-CSRF-Token", csrf_token(kToken)}};
      const RoutingResult with_session = router.route(request);
      request.headers.pop_back();
      const RoutingResult without = router.route(request);
      const auto bearer = [](const RoutingResult& routed) {
        const auto* decoded = std::get_if<DecodedRequest>(&routed.result);
        const auto* found =
            decoded ? std::get_if<core::BearerToken>(&decoded->call.caller.credentials) : nullptr;
        return found ? found->token.reveal() : std::string();
      };
      const std::string what = std::string(route.method) + ' ' + request.path;
      if (request.path == "/v1/session" && request.method == "GET")
        EXPECT_EQ(bearer(without), kToken) << what;
      else
        EXPECT_EQ(bearer(without), "") << what;
      if (bearer(with_session) == kToken) ++given;
    }
  }
  EXPECT_GT(given, 60);
}

}  // namespace
}  // namespace patchbay::doors
