// The greeting, with one working curl command per door. All of them change the same customer.
#include "app/serve/greeting.h"

#include <fmt/format.h>

#include "app/seed/demo.h"

namespace patchbay::app {
namespace {

constexpr std::string_view kCurls = R"curl(
Four scripts, each written for another vendor's API, change one customer (printed as they work):

# m2mportal: the XML command edit-customer
curl -sw '\n' {0}/ -H 'Content-Type: application/xml' -d '<edit-customer version="1" api-id="123456"><authentication><username>username</username><password>password</password></authentication><customer>Global Trading</customer><website>www.gbtrading.com</website><notes>New account, initial trial</notes></edit-customer>'

# flolive: a token, then PATCH
TOKEN=$(curl -s {0}/api/v2/auth/token -H 'Content-Type: application/json' -d '{{"username":"username","password":"password"}}' | sed -n 's/.*"token": *"\([^"]*\)".*/\1/p')
curl -sw '\n' -X PATCH {0}/api/v2/customer/00000000-0000-4000-8000-000000000101 -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{{"vatRegistrationNumber":"GB123456789"}}'

# everlytic: REST PUT with an API key
curl -sw '\n' -X PUT {0}/api/2.0/customers/101 -u administrator:demo-api-key-0000000000000000 -H 'Content-Type: application/json' -d '{{"email":"accounts@gbtrading.example"}}'

# enswitch: a query string
curl -sw '\n' '{0}/api/json/customers/update/?auth_username=user;auth_password=password;id=101;fax=%2B441782555102'

# native: the one record that all of them changed, and who changed what through which door
curl -sw '\n' -u username:password {0}/v1/customers/101
curl -sw '\n' -u username:password '{0}/v1/customers/101/history?limit=4'
)curl";

}  // namespace

std::string greeting(const ServerInfo& server) {
  std::string out = fmt::format("Patchbay serves on {}\n", server.url);
  if (!server.is_durable)
    out += "Nothing is kept: the data are in memory and end with this process.\n";
  if (!server.is_demo) return out;
  out += "\nThis is a demo: everyone knows its secrets, so it serves this machine only.\n\n";
  out += fmt::format("{:<15} {:<32} {:<6} {}\n", "principal", "secret", "home", "role");
  for (const DemoPrincipal& each : demo_principals())
    out += fmt::format("{:<15} {:<32} {:<6} {}\n", each.name, each.secret, each.home, each.role);
  out += fmt::format(fmt::runtime(kCurls), server.url);
  return out;
}

}  // namespace patchbay::app
