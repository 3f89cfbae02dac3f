// The console's replies: which file a path gives, in which coding, and what browsers may do with
// it.
#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/console/console_replies.h"
#include "doors/door.h"
#include "http/content_coding.h"

namespace patchbay::app {
namespace {

using testing::HasSubstr;

// A gzip file of `text` in one stored block, which any reader of gzip must take.
std::string gzipped(std::string_view text, std::uint32_t crc) {
  const auto append = [](std::string& out, std::uint32_t number, int bytes) {
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(number >> (8 * i)));
  };
  std::string out("\x1f\x8b\x08\0\0\0\0\0\0\xff\x01", 11);
  append(out, static_cast<std::uint32_t>(text.size()), 2);
  append(out, ~static_cast<std::uint32_t>(text.size()), 2);
  out.append(text);
  append(out, crc, 4);
  append(out, static_cast<std::uint32_t>(text.size()), 4);
  return out;
}

constexpr std::string_view kPage = "<p>hello</p>";
constexpr std::string_view kScript = "run()";

class ConsoleTest : public testing::Test {
 protected:
  http::Response ask(const std::string& path, http::Headers headers = {},
                     const std::string& method = "GET") {
    const auto reply = find_console_reply(
        {.method = method, .path = path, .query = query_, .headers = std::move(headers)}, files_);
    return reply ? *reply : http::Response{.status = 0};
  }
  static std::string header(const http::Response& response, std::string_view name) {
    for (const auto& [each, value] : response.headers)
      if (each == name) return value;
    return "";
  }

  std::string query_;
  const std::string page_ = gzipped(kPage, 0xD2AEFB44);
  const std::string script_ = gzipped(kScript, 0x4477C4F0);
  const std::array<ConsoleFile, 3> files_ = {{
      {"index.html", "text/html; charset=utf-8", "\"p1\"", kPage.size(), page_},
      {"assets/main-1a2b.js", "text/javascript; charset=utf-8", "\"s1\"", kScript.size(), script_},
      {"icon.svg", "image/svg+xml", "\"i1\"", kScript.size(), script_},
  }};
};

TEST_F(ConsoleTest, EveryPathIsAFileOrAPageOrNothing) {
  for (const auto& [path, status, body] :
       std::initializer_list<std::tuple<std::string, int, std::string_view>>{
           {"/console/", 200, kPage},
           {"/console/index.html", 200, kPage},
           {"/console/customers/101", 200, kPage},
           {"/console/customers/a%20b..%2f", 200, kPage},
           {"/console//", 200, kPage},
           {"/console/asset", 200, kPage},
           {"/console/icon.svg", 200, kScript},
           {"/console/assets/main-1a2b.js", 200, kScript},
           {"/console/assets/main-0000.js", 404, "The console has no such file.\n"},
           {"/console/assets/", 404, "The console has no such file.\n"},
           {"/console/assets/../index.html", 404, "The console has no such file.\n"},
           {"/consoles", 0, ""},
           {"/Console/", 0, ""},
           {"/", 0, ""},
           {"", 0, ""}}) {
    const http::Response reply = ask(path);
    EXPECT_EQ(reply.status, status) << path;
    EXPECT_EQ(reply.body, body) << path;
  }
}

TEST_F(ConsoleTest, TheHomeHasASlash) {
  EXPECT_EQ(ask("/console").status, 308);
  EXPECT_EQ(header(ask("/console"), "Location"), "/console/");
  query_ = "q=7&x";
  EXPECT_EQ(header(ask("/console"), "Location"), "/console/?q=7&x");
  EXPECT_EQ(ask("/console/").status, 200);
}

TEST_F(ConsoleTest, FilesAreCompressedForThoseWhoAcceptIt) {
  for (const auto& [accepted, is_gzip] :
       std::initializer_list<std::pair<std::string, bool>>{{"gzip", true},
                                                           {"br, GZIP;q=0.5", true},
                                                           {"x-gzip", true},
                                                           {"*", true},
                                                           {"gzip;q=0.001", true},
                                                           {"gzip;q=0", false},
                                                           {"gzip; q=0.000, *", false},
                                                           {"*;q=0", false},
                                                           {"br, deflate", false},
                                                           {"identity", false},
                                                           {"gzipped", false},
                                                           {"", false}}) {
    const http::Response reply = ask("/console/", {{"accept-encoding", accepted}});
    EXPECT_EQ(reply.body, is_gzip ? page_ : kPage) << accepted;
    EXPECT_EQ(header(reply, "Content-Encoding"), is_gzip ? "gzip" : "") << accepted;
    EXPECT_EQ(header(reply, "Vary"), "Accept-Encoding") << accepted;
  }
  EXPECT_EQ(ask("/console/", {{"Accept-Encoding", "br"}, {"Accept-Encoding", "gzip"}}).body, page_);
  EXPECT_EQ(ask("/console/").body, kPage);
}

TEST_F(ConsoleTest, ABrowserAsksAgainForPagesOnly) {
  EXPECT_EQ(header(ask("/console/x"), "Cache-Control"), "no-cache");
  EXPECT_EQ(header(ask("/console/icon.svg"), "Cache-Control"), "no-cache");
  EXPECT_THAT(header(ask("/console/assets/main-1a2b.js"), "Cache-Control"), HasSubstr("immutable"));
  EXPECT_EQ(header(ask("/console/assets/x.js"), "Cache-Control"), "no-store");
  EXPECT_EQ(header(ask("/console/"), "ETag"), "W/\"p1\"");
  for (const auto& [tags, is_current] :
       std::initializer_list<std::pair<std::string, bool>>{{"W/\"p1\"", true},
                                                           {"\"p1\"", true},
                                                           {"\"x\", W/\"p1\" ", true},
                                                           {"*", true},
                                                           {"\"p2\"", false},
                                                           {"p1", false},
                                                           {"", false}}) {
    const http::Response reply = ask("/console/x", {{"If-None-Match", tags}});
    EXPECT_EQ(reply.status, is_current ? 304 : 200) << tags;
    EXPECT_EQ(reply.body, is_current ? "" : kPage) << tags;
    EXPECT_EQ(header(reply, "ETag"), "W/\"p1\"") << tags;
    EXPECT_EQ(header(reply, "Cache-Control"), "no-cache") << tags;
  }
}

TEST_F(ConsoleTest, OnlyReadingIsAnswered) {
  for (const char* path : {"/console", "/console/", "/console/assets/x", "/console/x"}) {
    for (const char* method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "get"}) {
      const http::Response reply = ask(path, {}, method);
      EXPECT_EQ(reply.status, 405) << method;
      EXPECT_EQ(header(reply, "Allow"), "GET, HEAD");
    }
    EXPECT_EQ(ask(path, {}, "HEAD").status, ask(path).status);
  }
}

TEST_F(ConsoleTest, EveryReplySaysWhatABrowserMayDo) {
  const std::vector<http::Response> replies = {
      ask("/console"),
      ask("/console/"),
      ask("/console/", {{"If-None-Match", "*"}}),
      ask("/console/assets/main-1a2b.js"),
      ask("/console/assets/x.js"),
      ask("/console/", {}, "POST"),
      *find_console_reply({.method = "GET", .path = "/console/"}, {})};
  for (const http::Response& reply : replies) {
    const std::string policy = header(reply, "Content-Security-Policy");
    for (const char* part :
         {"default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'",
          "object-src 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'"})
      EXPECT_THAT(policy, HasSubstr(part)) << reply.status;
    EXPECT_THAT(policy, testing::Not(HasSubstr("unsafe")));
    EXPECT_EQ(header(reply, "Referrer-Policy"), "no-referrer") << reply.status;
    EXPECT_EQ(header(reply, "X-Content-Type-Options"), "nosniff") << reply.status;
  }
}

TEST_F(ConsoleTest, AProgramWithoutTheConsoleSaysSo) {
  for (const char* path : {"/console/", "/console/customers/101", "/console/assets/x.js"}) {
    const auto reply = find_console_reply({.method = "GET", .path = path}, {});
    ASSERT_TRUE(reply) << path;
    EXPECT_EQ(reply->status, 404) << path;
    EXPECT_THAT(reply->body, HasSubstr("The console was not built in")) << path;
  }
}

TEST_F(ConsoleTest, NoDoorOwnsItsPaths) {
  for (const doors::Door* door : doors::all_doors())
    for (const char* path : {"/console", "/console/", "/console/x", "/console/assets/x.js"})
      EXPECT_FALSE(door->owns(path)) << door->name << ' ' << path;
}

// The files of this program, if it was built with the console.
TEST_F(ConsoleTest, FilesAreWhole) {
  for (const ConsoleFile& file : console_files()) {
    const auto plain = http::decompress(file.gzipped, http::ContentCoding::gzip, file.bytes);
    ASSERT_TRUE(plain) << file.path;
    EXPECT_EQ(plain->size(), file.bytes) << file.path;
    EXPECT_TRUE(file.tag.starts_with('"') && file.tag.ends_with('"')) << file.path;
    EXPECT_EQ(file.media_type.empty(), false) << file.path;
  }
  EXPECT_TRUE(console_files().empty() ||
              std::ranges::any_of(console_files(), [](const ConsoleFile& file) {
                return file.path == "index.html";
              }));
}

}  // namespace
}  // namespace patchbay::app
