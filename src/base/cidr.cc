// Compares addresses with blocks bit by bit.
#include "base/cidr.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include <arpa/inet.h>

#include "base/text.h"

namespace patchbay {
namespace {

struct Block {
  std::array<unsigned char, 16> bytes{};
  int family = AF_INET;
  int bits = 0;
};

std::optional<Block> parse(std::string_view text) {
  const auto slash = text.find('/');
  const std::string address(text.substr(0, slash));
  Block out;
  out.family = address.find(':') == std::string::npos ? AF_INET : AF_INET6;
  const int bits_max = out.family == AF_INET ? 32 : 128;
  if (inet_pton(out.family, address.c_str(), out.bytes.data()) != 1) return std::nullopt;
  out.bits = bits_max;
  if (slash != std::string_view::npos) {
    const auto bits = parse_whole(text.substr(slash + 1));
    if (!bits || *bits < 0 || *bits > bits_max) return std::nullopt;
    out.bits = static_cast<int>(*bits);
  }
  return out;
}

bool begins_alike(const Block& one, const Block& other, int bits) {
  if (one.family != other.family) return false;
  for (int bit = 0; bit < bits; ++bit) {
    const auto byte = static_cast<std::size_t>(bit / 8);
    const unsigned char mask = static_cast<unsigned char>(0x80 >> (bit % 8));
    if ((one.bytes[byte] & mask) != (other.bytes[byte] & mask)) return false;
  }
  return true;
}

}  // namespace

bool is_cidr_block(std::string_view text) { return parse(text).has_value(); }

bool is_block_within(std::string_view inner_text, std::string_view outer_text) {
  const auto inner = parse(inner_text);
  const auto outer = parse(outer_text);
  return inner && outer && inner->bits >= outer->bits && begins_alike(*inner, *outer, outer->bits);
}

bool block_contains(std::string_view block_text, std::string_view address_text) {
  const auto block = parse(block_text);
  const auto address = parse(address_text);
  return block && address && begins_alike(*address, *block, block->bits);
}

std::string to_source_block(std::string_view address) {
  const auto parsed = address.contains(':') ? parse(address) : std::nullopt;
  if (!parsed || parsed->family != AF_INET6) return std::string(address);
  auto bytes = parsed->bytes;
  std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
  return std::string(text.data()) + "/64";
}

}  // namespace patchbay
