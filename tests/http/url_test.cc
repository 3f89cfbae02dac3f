// The addresses of other servers: how a URL is read, and which may be connected to.
#include "http/url.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "base/corpus.h"
#include "http/address_policy.h"

namespace patchbay::http {
namespace {

namespace json = boost::json;

TEST(Url, IsRead) {
  struct Case {
    std::string text;
    std::string origin;
    std::string target;
  };
  for (const auto& [text, origin, target] : std::initializer_list<Case>{
           {"https://example.com/hook", "https://example.com", "/hook"},
           {"HTTPS://EXAMPLE.com/Hook", "https://example.com", "/Hook"},
           {"https://example.com:8443/hook?x=1&y=2", "https://example.com:8443", "/hook?x=1&y=2"},
           {"http://example.com", "http://example.com", "/"},
           {"http://example.com?x", "http://example.com", "/?x"},
           {"http://example.com:80/", "http://example.com", "/"},
           {"https://example.com:80/", "https://example.com:80", "/"},
           {"https://example.com./hook", "https://example.com.", "/hook"},
           {"https://[2001:4860::8888]:8443/", "https://[2001:4860::8888]:8443", "/"},
           {"https://8.8.8.8/", "https://8.8.8.8", "/"},
           {"https://xn--bcher-kva.example/", "https://xn--bcher-kva.example", "/"},
       }) {
    const auto url = parse_url(text);
    ASSERT_TRUE(url) << text << ": " << url.error();
    EXPECT_EQ(url->origin(), origin) << text;
    EXPECT_EQ(url->target, target) << text;
  }
}

TEST(Url, IsRefused) {
  for (const auto& [text, why] : std::initializer_list<std::pair<std::string, std::string>>{
           {"", "must begin with http:// or https://"},
           {"ftp://example.com/", "must begin with http:// or https://"},
           {"https://", "must have a host name or an address"},
           {"https://a@b.example/", "must have no user and password"},
           {"https://b.example/#x", "must have no fragment"},
           {"https://b.example/a b", "must consist of printable ASCII characters without spaces"},
           {"https://b.example:22/", "must have the port 80, 443, or one from 1024 to 65535"},
           {"https://b.example:/", "must have the port 80, 443, or one from 1024 to 65535"},
           {"https://b.example:+80/", "must have the port 80, 443, or one from 1024 to 65535"},
           {"https://[::1", "must have a host"},
           {"https://[1.2.3.4]/", "must have an IPv6 address in its brackets"},
           {"https://[::1]x/", "must have a host name or an address"},
           {"https://0x7f.1/", "must have a host name or an address"},
           {"https://1.2.3/", "must have a host name or an address"},
           {"https://a..b/", "must have a host name or an address"},
           {"https://-a.example/", "must have a host name or an address"},
           {"https://a.example/" + std::string(2000, 'x'), "must be at most 2000 bytes"},
       }) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error(), why) << text;
  }
}

TEST(AddressPolicy, PermitsWhatTheInternetReaches) {
  const AddressPolicy policy({});
  for (const char* const each :
       {"8.8.8.8", "1.1.1.1", "192.0.1.1", "172.15.0.1", "172.32.0.1", "100.63.255.255",
        "100.128.0.1", "2001:4860:4860::8888", "2a00:1450::1", "2606:4700::1111"})
    EXPECT_TRUE(policy.permits(std::string_view(each))) << each;
  for (const char* const each : {"0.0.0.0",
                                 "127.0.0.1",
                                 "127.255.255.254",
                                 "10.1.2.3",
                                 "172.16.0.1",
                                 "172.31.255.255",
                                 "192.168.1.1",
                                 "100.64.0.1",
                                 "169.254.169.254",
                                 "192.0.0.8",
                                 "192.0.2.1",
                                 "192.88.99.1",
                                 "198.18.0.1",
                                 "198.19.255.255",
                                 "198.51.100.1",
                                 "203.0.113.1",
                                 "224.0.0.1",
                                 "240.0.0.1",
                                 "255.255.255.255",
                                 "::",
                                 "::1",
                                 "::127.0.0.1",
                                 "::ffff:8.8.8.8",
                                 "64:ff9b::808:808",
                                 "2002:7f00:1::",
                                 "2001::1",
                                 "2001:db8::1",
                                 "fc00::1",
                                 "fd00:ec2::254",
                                 "fe80::1",
                                 "ff02::1",
                                 "100::1",
                                 "nonsense",
                                 "",
                                 "1.2.3",
                                 "::1%lo"})
    EXPECT_FALSE(policy.permits(std::string_view(each))) << each;
}

TEST(AddressPolicy, MayAllowMore) {
  const AddressPolicy policy({"127.0.0.0/8", "fd12::/16"});
  EXPECT_TRUE(policy.permits(std::string_view("127.0.0.1")));
  EXPECT_TRUE(policy.permits(std::string_view("fd12:3456::1")));
  EXPECT_FALSE(policy.permits(std::string_view("10.0.0.1")));
  EXPECT_FALSE(policy.permits(std::string_view("::ffff:127.0.0.1")));
  EXPECT_TRUE(policy.permits(*parse_url("http://localhost/")));
  EXPECT_FALSE(AddressPolicy({}).permits(*parse_url("http://localhost/")));
  EXPECT_FALSE(AddressPolicy({}).permits(*parse_url("http://a.localhost./")));
}

// The 76 URLs of the corpus own-ssrf.
TEST(AddressPolicy, DecidesTheCorpus) {
  const auto text = corpus("own-ssrf/cases.json");
  if (!text) GTEST_SKIP() << "own-ssrf is not here";
  const AddressPolicy policy({});
  std::size_t count = 0;
  const json::value cases = json::parse(*text);
  for (const json::value& each : cases.at("static").as_array()) {
    const std::string given(each.at("url").as_string());
    const std::string expected(each.at("expect").as_string());
    const auto url = parse_url(given);
    const bool is_accepted = url && policy.permits(*url);
    EXPECT_EQ(is_accepted, expected == "accept")
        << given.substr(0, 100) << ": " << each.at("why").as_string();
    ++count;
  }
  EXPECT_EQ(count, 76U);
}

}  // namespace
}  // namespace patchbay::http
