// Networks of addresses.
#include "base/network.h"

#include <gtest/gtest.h>

namespace patchbay {
namespace {

TEST(Network, IsTheAddressOrItsFirst64Bits) {
  for (const auto& [address, want] : std::initializer_list<std::pair<const char*, const char*>>{
           {"192.0.2.7", "192.0.2.7"},
           {"::ffff:192.0.2.7", "192.0.2.7"},
           {"2001:db8:0:1:a:b:c:d", "2001:db8:0:1::/64"},
           {"2001:db8:0:1::", "2001:db8:0:1::/64"},
           {"2001:db8:0:2::1", "2001:db8:0:2::/64"},
           {"::1", "::/64"},
           {"unknown", "unknown"},
           {"", ""}})
    EXPECT_EQ(network_of(address), want) << address;
}

}  // namespace
}  // namespace patchbay
