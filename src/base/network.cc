// Networks by the bits of addresses.
#include "base/network.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

namespace patchbay {

std::string network_of(std::string_view address) {
  std::array<unsigned char, 16> bytes{};
  std::string text(address);
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
  std::array<char, INET6_ADDRSTRLEN> out{};
  constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (std::equal(kMapped.begin(), kMapped.end(), bytes.begin()))
    return inet_ntop(AF_INET, bytes.data() + kMapped.size(), out.data(), out.size());
  std::fill(bytes.begin() + 8, bytes.end(), 0);
  return inet_ntop(AF_INET6, bytes.data(), out.data(), out.size()) + std::string("/64");
}

}  // namespace patchbay
