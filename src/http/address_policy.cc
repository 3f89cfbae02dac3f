// The blocks of the IANA special-purpose registries that are not global.
#include "http/address_policy.h"

#include <algorithm>

#include "base/cidr.h"

namespace patchbay::http {
namespace {

constexpr std::string_view kRefusedV4[] = {
    "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4"};
// Only 2000::/3 is global; all others, such as ::ffff:0:0/96 and 64:ff9b::/96, are refused.
constexpr std::string_view kGlobalV6 = "2000::/3";
constexpr std::string_view kRefusedV6[] = {"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"};

constexpr std::string_view kOwnNames[] = {"localhost", "localhost.localdomain", "ip6-localhost",
                                          "ip6-loopback"};

bool is_in(std::string_view address, auto&& blocks) {
  return std::ranges::any_of(blocks,
                             [&](const auto& block) { return block_contains(block, address); });
}

}  // namespace

bool AddressPolicy::permits(std::string_view address) const {
  if (is_in(address, allowed_)) return true;
  if (address.find(':') == std::string_view::npos)
    return block_contains("0.0.0.0/0", address) && !is_in(address, kRefusedV4);
  return block_contains(kGlobalV6, address) && !is_in(address, kRefusedV6);
}

bool AddressPolicy::permits(const Url& url) const {
  if (url.is_literal) return permits(std::string_view(url.host));
  std::string_view name = url.host;
  if (name.ends_with('.')) name.remove_suffix(1);
  const bool is_own =
      std::ranges::find(kOwnNames, name) != std::end(kOwnNames) || name.ends_with(".localhost");
  return !is_own || permits("127.0.0.1");
}

}  // namespace patchbay::http
