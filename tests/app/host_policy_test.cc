// What browsers say of pages, and which names a server answers to.
#include "app/serve/host_policy.h"

#include <gtest/gtest.h>

#include "app/serve/request_kinds.h"

namespace patchbay::app {
namespace {

http::Request request(http::Headers headers) {
  return {.method = "POST",
          .path = "/",
          .query = {},
          .headers = std::move(headers),
          .body = {},
          .source = "192.0.2.1"};
}

TEST(HostPolicy, TellForeignPagesFromTheirOwn) {
  const HostPolicy none({});
  const HostPolicy some({"console.example.com", "[2001:db8::1]"});
  struct Case {
    http::Headers headers;
    bool foreign;
    bool foreign_to_some;
  };
  for (const auto& [headers, foreign, foreign_to_some] : std::initializer_list<Case>{
           {{{"Host", "a.example"}}, false, false},  // no browser
           {{{"Host", "a.example"}, {"Origin", "http://a.example"}}, false, false},
           {{{"Host", "a.example:8080"}, {"Origin", "http://A.EXAMPLE:8080"}}, false, false},
           {{{"Host", "a.example"}, {"Origin", "https://a.example:443"}}, false, false},
           {{{"Host", "a.example:443"}, {"Origin", "https://a.example"}}, false, false},
           {{{"Host", "[::1]:8080"}, {"Origin", "http://[::1]:8080"}}, false, false},
           {{{"Host", "a.example"}, {"Origin", "http://a.example:8080"}}, true, true},
           {{{"Host", "a.example"}, {"Origin", "http://evil.example"}}, true, true},
           {{{"Host", "a.example"}, {"Origin", "http://a.example.evil.example"}}, true, true},
           {{{"Host", "a.example"}, {"Origin", "null"}}, true, true},
           {{{"Host", "a.example"}, {"Origin", ""}}, true, true},
           {{{"Host", "a.example"}, {"Origin", "file://"}}, true, true},
           {{{"Host", "a.example"}, {"Origin", "https://console.example.com"}}, true, false},
           {{{"Host", "a.example"}, {"Origin", "http://[2001:db8::1]:9"}}, true, false},
           {{{"Host", "a.example"},
             {"Origin", "http://a.example"},
             {"Origin", "http://evil.example"}},
            true,
            true},
           {{{"Host", "a.example"}, {"Sec-Fetch-Site", "cross-site"}}, true, true},
           {{{"Host", "a.example"}, {"Sec-Fetch-Site", "same-site"}}, true, true},
           {{{"Host", "a.example"}, {"Sec-Fetch-Site", "same-origin"}}, false, false},
           {{{"Host", "a.example"}, {"Sec-Fetch-Site", "none"}}, false, false},
           {{{"Host", "a.example"}, {"Sec-Fetch-Site", "what is to come"}}, true, true},
           {{{"Host", "a.example"},
             {"Origin", "https://console.example.com"},
             {"Sec-Fetch-Site", "cross-site"}},
            true,
            false},
       }) {
    const http::Request one = request(headers);
    const std::string name = headers.back().first + ": " + headers.back().second;
    EXPECT_EQ(none.is_cross_site(one), foreign) << name;
    EXPECT_EQ(some.is_cross_site(one), foreign_to_some) << name;
  }
}

TEST(HostPolicy, AreAnsweredToAndNoOthers) {
  const HostPolicy names({"a.example", "192.0.2.1", "[::1]"});
  for (const char* host :
       {"a.example", "A.example:8080", "192.0.2.1", "192.0.2.1:80", "[::1]:8080", "[::1]"})
    EXPECT_TRUE(names.serves_host(request({{"Host", host}}))) << host;
  for (const char* host : {"", "b.example", "a.example.evil.example", "192.0.2.10", "[::2]:8080"})
    EXPECT_FALSE(names.serves_host(request({{"Host", host}}))) << host;
  // A name with its final dot is the same name; with two it is none.
  EXPECT_TRUE(names.serves_host(request({{"Host", "a.example."}})));
  EXPECT_TRUE(names.serves_host(request({{"Host", "A.Example.:8080"}})));
  EXPECT_FALSE(names.serves_host(request({{"Host", "a.example.."}})));
  EXPECT_TRUE(
      HostPolicy(host_names("b.example.").value()).serves_host(request({{"Host", "b.example"}})));
  EXPECT_FALSE(names.is_cross_site(request({{"Host", "x"}, {"Origin", "https://a.example."}})));
  EXPECT_FALSE(
      names.is_cross_site(request({{"Host", "c.example."}, {"Origin", "http://c.example"}})));
  EXPECT_FALSE(names.serves_host(request({})));
  EXPECT_TRUE(HostPolicy({}).serves_host(request({})));
}

TEST(HostPolicy, AreReadFromAList) {
  EXPECT_EQ(host_names(" A.example, [::1] "), (std::vector<std::string>{"a.example", "[::1]"}));
  EXPECT_EQ(host_names("a.example.,b.example"),
            (std::vector<std::string>{"a.example", "b.example"}));
  EXPECT_FALSE(host_names("."));
  EXPECT_EQ(host_names(""), std::vector<std::string>{});
  EXPECT_EQ(host_names("a.example:80").error(), "\"a.example:80\"");
  EXPECT_EQ(host_names("a.example,").error(), "\"\"");
  EXPECT_EQ(host_names("https://a.example").error(), "\"https://a.example\"");
}

TEST(Browsers, AChangeIsOneByWhatItIs) {
  EXPECT_TRUE(changes_something(core::UpdateCustomer{}));
  EXPECT_TRUE(changes_something(core::CreateCustomer{}));
  EXPECT_TRUE(changes_something(core::Bulk{}));
  EXPECT_TRUE(changes_something(core::UndoMany{}));
  EXPECT_TRUE(changes_something(core::SignIn{}));
  EXPECT_TRUE(changes_something(core::Refresh{}));
  EXPECT_TRUE(changes_something(core::SignOut{}));
  EXPECT_TRUE(changes_something(core::UpsertReference{}));
  EXPECT_TRUE(changes_something(core::UpsertPrincipal{}));
  EXPECT_TRUE(changes_something(core::EraseCustomer{}));
  EXPECT_FALSE(changes_something(core::ExportCustomer{}));
  EXPECT_FALSE(changes_something(core::GetCustomer{}));
  EXPECT_FALSE(changes_something(core::ListCustomers{}));
  EXPECT_FALSE(changes_something(core::WhoAmI{}));
}

}  // namespace
}  // namespace patchbay::app
