// Command lines of curl and requests as text: what is read, what is refused, and what is written.
#include "doors/shared/curl_line.h"

#include <gtest/gtest.h>

#include "doors/shared/http_text.h"

namespace patchbay::doors {
namespace {

struct Case {
  std::string_view text;
  std::string_view want;
};

std::string describe(const std::expected<http::Request, std::string>& read) {
  if (!read) return "refused: " + read.error();
  std::string out = read->method + ' ' + target_of(*read);
  for (const auto& [name, value] : read->headers) out += " [" + name + ": " + value + ']';
  return read->body.empty() ? out : out + ' ' + read->body;
}

constexpr std::string_view kForm = " [Content-Type: application/x-www-form-urlencoded] ";

TEST(CurlLine, ReadsWhatCurlSends) {
  for (const auto& [text, want] : std::initializer_list<Case>{
           {"curl http://h/a", "GET /a"},
           {"curl h", "GET /"},
           {"curl h:8080/a?b=c#d", "GET /a?b=c"},
           {"$ curl 'http://h/a?b=c;d=e&f'", "GET /a?b=c;d=e&f"},
           {"curl -X PUT https://h/a", "PUT /a"},
           {"curl -XPATCH --url https://h/a", "PATCH /a"},
           {"curl -sSX DELETE https://h/a -o /dev/null -w '%{http_code}'", "DELETE /a"},
           {"curl h/a --json '{\"a\":1}'", "POST /a [Content-Type: application/json] {\"a\":1}"},
           {"curl h/a -H 'Content-Type: text/xml' --data-binary '<a/>'",
            "POST /a [Content-Type: text/xml] <a/>"},
           {"curl h/a -H 'Accept:' -H 'X-A: b'", "GET /a [X-A: b]"},
           {"curl -u a:b h/a", "GET /a [Authorization: Basic YTpi]"},
           {"curl --oauth2-bearer t h/a", "GET /a [Authorization: Bearer t]"},
           {"curl -G h/a -d b=c --data-urlencode 'd=e f'", "GET /a?b=c&d=e%20f"},
           {"curl -G 'h/a?x=1' -d b=c", "GET /a?x=1&b=c"},
           {"curl h/a \\\n  -X PUT \\\r\n  -H 'A: b'\n", "PUT /a [A: b]"},
           {"curl h/a | jq .", "GET /a"},
           {"curl h/a > file", "GET /a"},
           {"curl h/a # a comment\n\n", "GET /a"},
           {"curl \"h/a\\\"b\\$c\"", "GET /a\"b$c"},
           {"curl h/$'a\\x41\\u00e9\\'b'", "GET /aAé'b"},
           {"curl 'h/a'\\''b'", "GET /a'b"},
           {"curl -- h/a", "GET /a"}})
    EXPECT_EQ(describe(parse_curl_line(text)), want) << text;
  EXPECT_EQ(describe(parse_curl_line("curl h/a -d b=c -d d=e")),
            "POST /a" + std::string(kForm) + "b=c&d=e");
  EXPECT_EQ(describe(parse_curl_line("curl h/a --data-raw '@b' --data-urlencode '=ü&'")),
            "POST /a" + std::string(kForm) + "@b&%C3%BC%26");
}

TEST(CurlLine, RefusesWhatItCannotKnow) {
  for (const auto& [text, want] : std::initializer_list<Case>{
           {"wget http://h", "must begin with curl"},
           {"curl", "names no URL"},
           {"curl h/a h/b", "names more than one URL"},
           {"curl h/a -d @file", "takes data from a file, which is not read here"},
           {"curl h/a --data-urlencode a@file", "takes data from a file, which is not read here"},
           {"curl h/a -H @file", "takes headers from a file, which is not read here"},
           {"curl h/a --form b=c", "has an option that is not known here: --form"},
           {"curl h/a -Q x", "has an option that is not known here: -Q"},
           {"curl h/a -X", "has no value after -X"},
           {"curl h/a 'b", "has a quote that is not closed"},
           {"curl h/a \"b", "has a quote that is not closed"},
           {"curl h/a\ncurl h/b", "must be one command"}})
    EXPECT_EQ(describe(parse_curl_line(text)), "refused: " + std::string(want)) << text;
  std::string many = "curl";
  for (int i = 0; i < 1001; ++i) many += " -s";
  EXPECT_EQ(describe(parse_curl_line(many)), "refused: must have at most 1000 words");
}

TEST(CurlLine, WhatIsWrittenIsRead) {
  const http::Request cases[] = {
      {.method = "GET", .path = "/a/b", .query = "c=d&e=%20f'"},
      {.method = "PUT",
       .path = "/a",
       .headers = {{"Content-Type", "application/json"}},
       .body = R"({"a":"it's \"x\" $HOME `b` \\n"})"},
      {.method = "POST",
       .path = "/",
       .headers = {{"Content-Type", "text/xml"}, {"X-A", "b c"}},
       .body = "<a>\n ü&amp;</a>"},
      {.method = "DELETE", .path = "/a%2Fb"},
  };
  for (const http::Request& each : cases) {
    EXPECT_EQ(describe(parse_curl_line(curl_line(each, "https://HOST"))), describe(each));
    http::Request with_host = each;
    with_host.headers.insert(with_host.headers.begin(), {"Host", "HOST"});
    if (!each.body.empty())
      with_host.headers.emplace_back("Content-Length", std::to_string(each.body.size()));
    EXPECT_EQ(describe(parse_http_text(http_text(each))), describe(with_host));
  }
  EXPECT_EQ(curl_line({.method = "GET",
                       .path = "/a",
                       .headers = {{"Authorization", "Basic USERNAME:PASSWORD"}}},
                      "https://HOST"),
            "curl https://HOST/a -u USERNAME:PASSWORD");
}

TEST(HttpText, ReadsRequestsAsPeopleWriteThem) {
  for (const auto& [text, want] : std::initializer_list<Case>{
           {"GET /a HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a [Host: h]"},
           {"PUT /a?b=c\nA: b\n\nbody\n", "PUT /a?b=c [A: b] body\n"},
           {"POST http://h:1/a HTTP/1.1\n\n", "POST /a"},
           {"POST /a\nContent-Type: application/x-www-form-urlencoded\n\nb=c\n",
            "POST /a [Content-Type: application/x-www-form-urlencoded] b=c"},
           {"GET /a b",
            "refused: must begin with a line of a method and a target, such as PUT /path"},
           {"get /a",
            "refused: must begin with a line of a method and a target, such as PUT /path"},
           {"GET /a\nno colon",
            "refused: has a header that is not a name, a colon and a value, in "
            "line 2"}})
    EXPECT_EQ(describe(parse_http_text(text)), want) << text;
  EXPECT_TRUE(is_http_text("PATCH /api"));
  EXPECT_FALSE(is_http_text("<edit-customer/>"));
  EXPECT_FALSE(is_http_text("curl http://h"));
  EXPECT_FALSE(is_http_text("SELECT 1"));
}

}  // namespace
}  // namespace patchbay::doors
