// Whom trusted proxies saw, and whom nobody must be able to make believe.
#include "app/serve/proxies.h"

#include <gtest/gtest.h>

namespace patchbay::app {
namespace {

const Proxies kProxies({"10.0.0.0/8", "2001:db8:aaaa::/48", "192.0.2.1"});

http::Request request(http::Headers headers, const std::string& source = "10.1.1.1") {
  return {.method = "GET",
          .path = "/",
          .query = {},
          .headers = std::move(headers),
          .body = {},
          .source = source};
}

// The source, with "s" behind it where it came over TLS.
std::string seen(http::Headers headers, const std::string& source = "10.1.1.1") {
  http::Request one = request(std::move(headers), source);
  kProxies.apply_forwarded(one);
  return one.source + (one.secure ? " s" : "");
}

TEST(Proxies, AreAskedWhomTheySaw) {
  for (const auto& [value, want] : std::initializer_list<std::pair<const char*, const char*>>{
           {"for=198.51.100.7", "198.51.100.7"},
           {"for=198.51.100.7;proto=https", "198.51.100.7 s"},
           {"For=\"198.51.100.7:4711\"; Proto=HTTPS;by=10.1.1.1;host=example.com",
            "198.51.100.7 s"},
           {"for=\"[2001:DB8:0::1]\"", "2001:db8::1"},
           {"for=\"[2001:db8::1]:4711\"", "2001:db8::1"},
           {"for=\"[::ffff:198.51.100.7]\"", "198.51.100.7"},
           {"for=203.0.113.9, for=198.51.100.7", "198.51.100.7"},  // the left one may be made up
           {"for=198.51.100.7, for=10.2.2.2", "198.51.100.7"},
           {"for=198.51.100.7;proto=https, for=10.2.2.2;proto=http", "198.51.100.7 s"},
           {"for=203.0.113.9, for=198.51.100.7, for=10.2.2.2, for=192.0.2.1", "198.51.100.7"},
           {"for=203.0.113.9, for=unknown", "10.1.1.1"},
           {"for=203.0.113.9, for=_hidden, for=10.2.2.2", "10.2.2.2"},
           {"for=10.3.3.3", "10.3.3.3"},
           {"proto=https", "10.1.1.1"},
       })
    EXPECT_EQ(seen({{"Forwarded", value}}), want) << value;
  for (const auto& [value, want] : std::initializer_list<std::pair<const char*, const char*>>{
           {"198.51.100.7", "198.51.100.7"},
           {" 203.0.113.9 ,198.51.100.7 , 10.2.2.2", "198.51.100.7"},
           {"2001:db8::1", "2001:db8::1"},
           {"[2001:db8::1]:4711", "2001:db8::1"},
           {"198.51.100.7:4711", "198.51.100.7"},
           {"unknown", "10.1.1.1"},
       })
    EXPECT_EQ(seen({{"X-Forwarded-For", value}}), want) << value;
  EXPECT_EQ(seen({{"X-Forwarded-For", "198.51.100.7"}, {"X-Forwarded-Proto", "https"}}),
            "198.51.100.7 s");
  EXPECT_EQ(seen({{"X-Forwarded-Proto", "https"}}), "10.1.1.1 s");
  EXPECT_EQ(seen({}), "10.1.1.1");
}

TEST(Proxies, ThatWriteSeveralLinesWriteOneList) {
  EXPECT_EQ(seen({{"X-Forwarded-For", "203.0.113.9"}, {"x-forwarded-for", "198.51.100.7"}}),
            "198.51.100.7");
  EXPECT_EQ(seen({{"Forwarded", "for=203.0.113.9"}, {"Forwarded", "for=198.51.100.7"}}),
            "198.51.100.7");
}

TEST(Proxies, WhoeverElseSaysSoIsNotBelieved) {
  for (const char* source : {"198.51.100.99", "11.0.0.1", "2001:db8:aaab::1", "127.0.0.1"}) {
    EXPECT_EQ(seen({{"Forwarded", "for=203.0.113.9;proto=https"}}, source), source);
    EXPECT_EQ(seen({{"X-Forwarded-For", "203.0.113.9"}, {"X-Forwarded-Proto", "https"}}, source),
              source);
  }
  http::Request one = request({{"X-Forwarded-For", "203.0.113.9"}});
  Proxies({}).apply_forwarded(one);
  EXPECT_EQ(one.source, "10.1.1.1") << "nobody is trusted unless set";
}

TEST(Proxies, WhatCannotBeReadIsNotUsed) {
  for (const char* value :
       {"", "for", "for=", "for=\"198.51.100.7", "for=198.51.100.7,", ",for=198.51.100.7",
        "for=198.51.100.7;;proto=https", "for=198.51.100.7;for=203.0.113.9", "for=198.51.100.256",
        "for=[2001:db8::1]", "for=\"2001:db8::1\"", "for=\"[198.51.100.7]\"",
        "for=\"198.51.100.7:port\"", "for=\"198.51.100.7:\"", "for=example.com", "for=0x7f.1",
        "for=198.51.100.7 proto=https", "for=\"[fe80::1%25eth0]\"", "for=\"198.51.100.7\\"})
    EXPECT_EQ(seen({{"Forwarded", value}}), "10.1.1.1") << value;
  for (const char* value : {"", ",", "198.51.100.7,", "example.com", "198.51.100", "1.2.3.4.5",
                            "198.51.100.7 203.0.113.9", "for=198.51.100.7"})
    EXPECT_EQ(seen({{"X-Forwarded-For", value}}), "10.1.1.1") << value;
  std::string many = "198.51.100.7";
  for (int i = 0; i < 100; ++i) many += ", 10.2.2.2";
  EXPECT_EQ(seen({{"X-Forwarded-For", many}}), "10.1.1.1") << "more hops than anybody has";
}

// A proxy that writes the one header hands on the other from whoever sent it.
TEST(Proxies, TwoHeadersThatDisagreeAreNotUsed) {
  EXPECT_EQ(seen({{"Forwarded", "for=203.0.113.9"}, {"X-Forwarded-For", "198.51.100.7"}}),
            "10.1.1.1");
  EXPECT_EQ(seen({{"Forwarded", "nonsense"}, {"X-Forwarded-For", "198.51.100.7"}}), "10.1.1.1");
  EXPECT_EQ(
      seen({{"Forwarded", "for=198.51.100.7;proto=https"}, {"X-Forwarded-For", "198.51.100.7"}}),
      "198.51.100.7 s");
}

}  // namespace
}  // namespace patchbay::app
