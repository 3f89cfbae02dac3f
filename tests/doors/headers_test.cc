// Conditions and preferences as lists over several lines, and methods at every route.
#include <gtest/gtest.h>

#include "base/text.h"
#include "doors/router.h"
#include "doors/shared/entity_tags.h"
#include "doors/shared/preferences.h"

namespace patchbay::doors {
namespace {

http::Request with(std::string_view name, const std::vector<std::string>& lines) {
  http::Request request{.method = "GET", .path = "/"};
  for (const std::string& line : lines) request.headers.emplace_back(name, line);
  return request;
}

// "7 98", "*", or nothing; and what is wrong, by the word that describes it.
std::string tags(const std::vector<std::string>& lines,
                 TagComparison compared = TagComparison::strong) {
  const auto list = read_tags(with("if-match", lines), "If-Match", compared);
  if (!list) return "none";
  std::string out = list->every ? "*" : "";
  for (const Version version : list->versions)
    out += (out.empty() ? "" : " ") + std::to_string(version);
  for (const std::string_view word : {"weak", "no entity tag", "no version", "alone"})
    if (list->objection.contains(word)) out += (out.empty() ? "(" : " (") + std::string(word) + ')';
  return out;
}

TEST(EntityTags, AreOneListOverAllLines) {
  struct Case {
    std::vector<std::string> lines;
    std::string strong;
    std::string weak;
  };
  for (const auto& [lines, strong, weak] : std::initializer_list<Case>{
           {{}, "none", "none"},
           {{"\"7\""}, "7", "7"},
           {{"\"98\", \"1\""}, "98 1", "98 1"},
           {{"\"98\"", "\"1\""}, "98 1", "98 1"},
           {{"\t\"98\" ,, \"1\" ,"}, "98 1", "98 1"},
           {{"\"98\",\"1\""}, "98 1", "98 1"},
           {{"*"}, "*", "*"},
           {{" * "}, "*", "*"},
           {{"W/\"7\""}, "(weak)", "7"},
           {{"W/\"7\", \"8\""}, "8 (weak)", "7 8"},
           {{"\"abc\""}, "(no version)", ""},
           {{"\"abc\", \"7\""}, "7 (no version)", "7"},
           {{"\"a,b\", \"7\""}, "7 (no version)", "7"},
           {{"\"\""}, "(no version)", ""},
           {{"\"07\""}, "(no version)", ""},
           {{"\"+7\""}, "(no version)", ""},
           {{"\"-7\""}, "(no version)", ""},
           {{"\"0\""}, "(no version)", ""},
           {{"\" 7\""}, "(no version)", ""},
           {{"\"99999999999999999999\""}, "(no version)", ""},
           {{"7"}, "(no entity tag)", "(no entity tag)"},
           {{"7, \"8\""}, "8 (no entity tag)", "8 (no entity tag)"},
           {{"'7'"}, "(no entity tag)", "(no entity tag)"},
           {{"\"7"}, "(no entity tag)", "(no entity tag)"},
           {{"7\""}, "(no entity tag)", "(no entity tag)"},
           {{"\"7\"x"}, "(no entity tag)", "(no entity tag)"},
           {{"w/\"7\""}, "(no entity tag)", "(no entity tag)"},
           {{"W/7"}, "(no entity tag)", "(no entity tag)"},
           {{""}, "(no entity tag)", "(no entity tag)"},
           {{" , "}, "(no entity tag)", "(no entity tag)"},
           {{"*, \"7\""}, "7 (alone)", "7 (alone)"},
           {{"*", "*"}, "(alone)", "(alone)"},
       }) {
    EXPECT_EQ(tags(lines), strong) << join(lines, " | ");
    EXPECT_EQ(tags(lines, TagComparison::weak), weak) << join(lines, " | ");
  }
}

std::string preferences(const std::vector<std::string>& lines) {
  const Preferences read = read_preferences(with("PREFER", lines));
  std::string out = read.rebase ? "rebase" : "";
  if (read.reply == Preferences::Return::minimal) out += " minimal";
  if (read.reply == Preferences::Return::representation) out += " representation";
  return std::string(trim(out));
}

TEST(Preferences, AreOneListOverAllLines) {
  struct Case {
    std::vector<std::string> lines;
    std::string want;
  };
  for (const auto& [lines, want] : std::initializer_list<Case>{
           {{}, ""},
           {{"handling=rebase"}, "rebase"},
           {{"return=representation, handling=rebase"}, "rebase representation"},
           {{"handling=rebase, return=minimal"}, "rebase minimal"},
           {{"return=minimal", "handling=rebase"}, "rebase minimal"},
           {{"Handling = \"Rebase\""}, "rebase"},
           {{"handling=rebase; why=\"a, b; c\", return=minimal"}, "rebase minimal"},
           {{"respond-async, wait=10, handling=rebase"}, "rebase"},
           {{"foo=\"handling=rebase\""}, ""},
           {{"foo=\"a\\\", handling=rebase\""}, ""},
           {{"foo=\"unclosed, handling=rebase"}, ""},
           {{"foo; handling=rebase"}, ""},
           // If a preference is repeated, the first one counts.
           {{"handling=strict, handling=rebase"}, ""},
           {{"handling=rebase, handling=strict"}, "rebase"},
           {{"return=minimal, return=representation"}, "minimal"},
           {{"handling=lenient"}, ""},
           {{"handling"}, ""},
           {{"rebase"}, ""},
           {{",,handling=rebase,,"}, "rebase"},
           {{"handling=\"reb\\ase\""}, "rebase"},
       })
    EXPECT_EQ(preferences(lines), want) << join(lines, " | ");
}

// A path that matches the pattern.
std::string path_of(std::string_view pattern) {
  std::string out;
  for (const std::string_view segment : split(pattern, '/'))
    out += (segment.empty() ? "" : "/") + std::string(segment.starts_with(':') ? "1" : segment);
  return out.empty() ? "/" : out;
}

// Its head says everything but the file, so that it can be refused before that comes.
TEST(Router, ReadsTheWholeHeadWhereARouteTakesAFile) {
  const Settings settings;
  const Router router(all_doors(), settings);
  std::string taking;
  for (const Door* door : all_doors())
    for (const Route& route : door->routes) {
      const http::Request head{
          .method = std::string(route.method),
          .path = std::string(route.pattern),
          .query = route.file_media.empty() ? "key=none" : "max_affected=3",
          .headers = {{"Authorization", "Basic cm9vdDpyb290"},
                      {"Content-Type",
                       std::string(route.file_media.empty() ? "text/csv" : route.file_media)}},
          .takes_file = true};
      EXPECT_EQ(router.place_of_body(head), route.place_of_body) << route.pattern;
      if (route.place_of_body == http::BodyPlace::memory) continue;
      taking += head.method + " " + head.path + "; ";
      const RoutingResult read = router.route_head(head);
      const auto& call = std::get<DecodedRequest>(read.result).call;
      if (const auto* bulk = std::get_if<core::LongBulk>(&call.request))
        EXPECT_EQ(bulk->max_affected, 3U);
      else
        EXPECT_EQ(std::get<core::ImportCustomers>(call.request).key, "none");
      EXPECT_FALSE(std::holds_alternative<core::NoCredentials>(call.caller.credentials));
      const http::Request stranger{.method = head.method, .path = head.path, .takes_file = true};
      EXPECT_TRUE(router.route_head(stranger).caller_fault);
    }
  EXPECT_EQ(taking, "POST /v1/bulk; POST /v1/import; ");
  const auto place = [&](const char* method, const char* path, const char* media) {
    return router.place_of_body(
        {.method = method, .path = path, .headers = {{"Content-Type", media}}});
  };
  EXPECT_EQ(place("GET", "/v1/import", "text/csv"), http::BodyPlace::memory);
  EXPECT_EQ(place("POST", "/v1/import/x", "text/csv"), http::BodyPlace::memory);
  EXPECT_EQ(place("POST", "/v1/bulk", "application/json"), http::BodyPlace::memory);
}

// Every route of every door: HEAD is accepted exactly for a GET that only reads.
TEST(Router, TakesHeadWhereAGetOnlyReads) {
  const Settings settings;
  const Router router(all_doors(), settings);
  int taken = 0;
  int refused = 0;
  for (const Door* door : all_doors()) {
    for (const Route& route : door->routes) {
      bool has_get = false;
      bool changes = false;
      for (const Route& other : door->routes)
        if (other.pattern == route.pattern && other.method == "GET") {
          has_get = true;
          changes |= other.changes;
        }
      http::Request request{.method = "HEAD", .path = path_of(route.pattern)};
      const RoutingResult routing = router.route(request);
      ASSERT_EQ(routing.door, door) << route.pattern;
      const auto* response = std::get_if<http::Response>(&routing.result);
      const bool not_taken = response && response->status == 405;
      EXPECT_EQ(not_taken, !has_get || changes) << door->name << ' ' << route.pattern;
      ++(not_taken ? refused : taken);
      if (!not_taken) continue;
      std::string allow;
      for (const auto& [name, value] : response->headers)
        if (name == "Allow") allow = value;
      EXPECT_FALSE(allow.empty() || allow.contains("HEAD")) << allow;
      EXPECT_FALSE(response->body.empty()) << "in the words of the door";
    }
  }
  EXPECT_GT(taken, 20);
  EXPECT_GT(refused, 20);
}

// No GET that accepts HEAD makes a call that changes something.
TEST(Router, NoGetThatTakesHeadAsksForAChange) {
  const Settings settings;
  const Router router(all_doors(), settings);
  for (const Door* door : all_doors()) {
    for (const Route& route : door->routes) {
      if (route.method != "GET" || route.changes) continue;
      http::Request request{.method = "GET",
                            .path = path_of(route.pattern),
                            .query = "id=1&amount=1&seconds=1&parent=1&plan=1&token=1"};
      const RoutingResult routing = router.route(request);
      const auto* decoded = std::get_if<DecodedRequest>(&routing.result);
      if (!decoded || decoded->refused) continue;
      const core::Request& call = decoded->call.request;
      EXPECT_TRUE(std::holds_alternative<core::GetCustomer>(call) ||
                  std::holds_alternative<core::ExportCustomer>(call) ||
                  std::holds_alternative<core::ExportCustomers>(call) ||
                  std::holds_alternative<core::CompareVersions>(call) ||
                  std::holds_alternative<core::ListCustomers>(call) ||
                  std::holds_alternative<core::ListHistory>(call) ||
                  std::holds_alternative<core::ListChanges>(call) ||
                  std::holds_alternative<core::RequestStatus>(call) ||
                  std::holds_alternative<core::WhoAmI>(call) ||
                  std::holds_alternative<core::ListViews>(call) ||
                  std::holds_alternative<core::ReadAnchor>(call) ||
                  std::holds_alternative<core::ReadSystem>(call) ||
                  std::holds_alternative<core::ListTraffic>(call) ||
                  std::holds_alternative<core::GetTraffic>(call) ||
                  std::holds_alternative<core::ListProblems>(call) ||
                  std::holds_alternative<core::GetAdminObject>(call) ||
                  std::holds_alternative<core::ListAdminObjects>(call) ||
                  std::holds_alternative<core::ListAdminHistory>(call) ||
                  std::holds_alternative<core::ListWebhooks>(call) ||
                  std::holds_alternative<core::GetWebhook>(call) ||
                  std::holds_alternative<core::ListDeliveries>(call) ||
                  std::holds_alternative<core::ListOutsideSystems>(call) ||
                  std::holds_alternative<core::GetOutsideSystem>(call) ||
                  std::holds_alternative<core::ListSystemLinks>(call) ||
                  std::holds_alternative<core::ListIdsElsewhere>(call))
          << door->name << ' ' << route.pattern;
    }
  }
}

TEST(Router, MergesSlashesWhereTheDoorSaysSo) {
  const Settings settings;
  const Router router(all_doors(), settings);
  for (const std::string path :
       {"/api/2.0//customers/1", "//api/2.0/customers///1/", "/api//2.0/customers/1"}) {
    const http::Request request{.method = "GET", .path = path};
    const RoutingResult routing = router.route(request);
    EXPECT_EQ(routing.door->name, "everlytic") << path;
    EXPECT_EQ(routing.pattern, "/api/2.0/customers/:id") << path;
  }
  for (const std::string path :
       {"/v1//me", "//v1/me", "/api/json//customers/get", "/api/v2//customer/1"})
    EXPECT_EQ(router.route({.method = "GET", .path = path}).pattern, "") << path;
}

}  // namespace
}  // namespace patchbay::doors
