// The template of a dialect: what it reads, what it answers, and that no server serves it.
#include <algorithm>

#include <gtest/gtest.h>

#include "call_text.h"
#include "doors/_template/calls.h"
#include "doors/_template/door.h"
#include "doors/_template/faults.h"
#include "doors/router.h"

namespace patchbay::doors::template_dialect {
namespace {

http::Request request(std::string_view method, std::string body = {}) {
  http::Request out{.method = std::string(method),
                    .path = "/template/customers/7",
                    .body = std::move(body),
                    .source = "192.0.2.7"};
  out.headers.emplace_back("Authorization", "Basic dXNlcjpwYXNzd29yZA==");  // user:password
  return out;
}

// The template as the only door there is: its request on the way through the router.
struct Server {
  const Settings settings;
  const Door* const doors[1] = {&kDoor};
  const Router router{doors, settings};

  DecodedRequest decoded(const http::Request& request) const {
    return std::get<DecodedRequest>(router.route(request).result);
  }
};

TEST(Template, ReadsItsFiveFields) {
  const Server server;
  for (const auto& [body, want] : std::initializer_list<std::pair<std::string, std::string>>{
           {"", "amend 7"},
           {"name=Volvo&notes=", "amend 7; name = \"Volvo\"; clear notes"},
           {"email=a@b.example&telephone=%2B44+1",
            "amend 7; contacts/primary/email = \"a@b.example\"; "
            "contacts/primary/telephone = \"+44 1\""},
           {"website=a.example", "amend 7; website = \"a.example\""},
           {"name=", "amend 7; clear name (name cannot be empty)"},
           {"nmae=Volvo",
            "amend 7; problem invalid: nmae is not known here; the nearest known name is name"},
           {"name=A&name=B", "amend 7; name = \"A\"; problem invalid: name is given twice"},
           {"name=%",
            "refused 400 malformed: the body must not hold a '%' without two hexadecimal digits"}})
    EXPECT_EQ(describe(server.decoded(request("POST", body)), "; "), want) << body;
  EXPECT_EQ(describe(server.decoded(request("GET"))), "get 7");
}

TEST(Template, SaysWhoAsks) {
  const Server server;
  EXPECT_EQ(describe_caller(server.decoded(request("POST", "name=A")).call),
            "user:password through template_dialect from 192.0.2.7, administrator commerce");
  EXPECT_EQ(describe_caller(server.decoded(request("GET")).call),
            "user:password through template_dialect from 192.0.2.7, user");
}

TEST(Template, ShowsEveryField) {
  core::View view;
  view.record.id = {7};
  view.record.values.set({Field::name, {}}, std::string("Volvo"));
  const std::string want =
      R"({"id":7,"name":"Volvo","email":"","telephone":"","website":"","notes":""})";
  for (const core::Outcome& outcome :
       {core::Outcome{view}, core::Outcome{core::Receipt{.view = view}}}) {
    const http::Response reply = kDoor.encode({}, outcome, {});
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, want);
  }
}

TEST(Template, AnswersEveryFault) {
  for (int i = 0; i < kErrorKinds; ++i) {
    const auto kind = static_cast<ErrorKind>(i);
    const http::Response reply = kDoor.encode({}, std::unexpected(Fault(kind)), {});
    EXPECT_EQ(reply.status, status_of(kind)) << word(kind);
    EXPECT_GE(reply.status, 400) << word(kind);
    EXPECT_GT(reply.body.size(), std::string_view(R"({"error":""})").size()) << word(kind);
  }
  const Fault fault(ErrorKind::invalid, "cannot be empty", "name");
  EXPECT_EQ(kDoor.encode({}, std::unexpected(fault), {}).body,
            R"({"error":"name cannot be empty"})");
}

TEST(Template, RefusesWhatHasNoRoute) {
  const Server server;
  const auto status = [&](std::string_view method, std::string path) {
    const RoutingResult routing =
        server.router.route({.method = std::string(method), .path = std::move(path)});
    return std::get<http::Response>(routing.result).status;
  };
  EXPECT_EQ(status("DELETE", "/template/customers/7"), 405);
  EXPECT_EQ(status("GET", "/template/customers"), 404);
}

TEST(Template, IsServedByNobody) { EXPECT_EQ(std::ranges::count(all_doors(), &kDoor), 0); }

}  // namespace
}  // namespace patchbay::doors::template_dialect
