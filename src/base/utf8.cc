// UTF-8 by RFC 3629, table 3-7 of the Unicode standard.
#include "base/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace patchbay::utf8 {
namespace {

// The number of continuation bytes after `lead`, and the range of the first one.
struct Shape {
  int more;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
};

Shape shape_of(unsigned char lead) {
  if (lead < 0x80) return {0};
  if (lead < 0xC2) return {-1};
  if (lead < 0xE0) return {1};
  if (lead == 0xE0) return {2, 0xA0, 0xBF};
  if (lead == 0xED) return {2, 0x80, 0x9F};
  if (lead < 0xF0) return {2};
  if (lead == 0xF0) return {3, 0x90, 0xBF};
  if (lead < 0xF4) return {3};
  if (lead == 0xF4) return {3, 0x80, 0x8F};
  return {-1};
}

// How many bytes from `at` on are known to be ASCII, by looking at eight at a time.
std::size_t count_ascii(std::string_view bytes, std::size_t at) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  const std::size_t begin = at;
  for (std::uint64_t eight = 0; at + sizeof eight <= bytes.size(); at += sizeof eight) {
    std::memcpy(&eight, bytes.data() + at, sizeof eight);
    if ((eight & kHighBits) != 0) break;
  }
  return at - begin;
}

}  // namespace

std::size_t valid_length(std::string_view bytes) {
  std::size_t i = 0;
  while (i < bytes.size()) {
    i += count_ascii(bytes, i);
    if (i == bytes.size()) break;
    const Shape shape = shape_of(static_cast<unsigned char>(bytes[i]));
    if (shape.more < 0) return i;
    const auto more = static_cast<std::size_t>(shape.more);
    if (bytes.size() - i <= more) return i;
    for (std::size_t k = 1; k <= more; ++k) {
      const auto byte = static_cast<unsigned char>(bytes[i + k]);
      const unsigned char low = k == 1 ? shape.low : 0x80;
      const unsigned char high = k == 1 ? shape.high : 0xBF;
      if (byte < low || byte > high) return i;
    }
    i += more + 1;
  }
  return i;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_valid(std::string_view bytes) { return valid_length(bytes) == bytes.size(); }

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

void append(std::string& out, std::uint32_t code_point) {
  const auto tail = [&](int shift) {
    out.push_back(static_cast<char>(0x80 | ((code_point >> shift) & 0x3F)));
  };
  if (code_point < 0x80) {
    out.push_back(static_cast<char>(code_point));
  } else if (code_point < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (code_point >> 6)));
    tail(0);
  } else if (code_point < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (code_point >> 12)));
    tail(6);
    tail(0);
  } else {
    out.push_back(static_cast<char>(0xF0 | (code_point >> 18)));
    tail(12);
    tail(6);
    tail(0);
  }
}

}  // namespace patchbay::utf8
