// Finds how much of a text stands in a JSON string as it is.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace patchbay {

struct JsonPlainRun {
  std::size_t length = 0;
  bool is_ascii = true;  // whether every byte of the run is below 0x80
};

// Returns the longest run at the start of `text` without quotes, backslashes and bytes below 0x20.
[[nodiscard]] inline JsonPlainRun json_plain_run(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHighBits = kOnes * 0x80;
  std::size_t at = 0;
  std::uint64_t seen = 0;  // all bytes of the run, ORed
  // Tests eight bytes at a time: the high bit of a byte in `ends` marks one that ends the run. A
  // subtraction borrows from the next byte only after such a byte, so the first mark is right.
  for (std::uint64_t bytes = 0; text.size() - at >= sizeof bytes; at += sizeof bytes) {
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    if constexpr (std::endian::native == std::endian::big) bytes = std::byteswap(bytes);
    const std::uint64_t quote = bytes ^ kOnes * '"';
    const std::uint64_t backslash = bytes ^ kOnes * '\\';
    const std::uint64_t ends = (((bytes - kOnes * 0x20) & ~bytes) | ((quote - kOnes) & ~quote) |
                                ((backslash - kOnes) & ~backslash)) &
                               kHighBits;
    if (ends != 0) {
      const int count = std::countr_zero(ends) / 8;
      seen |= bytes & ((std::uint64_t{1} << (8 * count)) - 1);
      return {at + static_cast<std::size_t>(count), (seen & kHighBits) == 0};
    }
    seen |= bytes;
  }
  for (; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x20 || byte == '"' || byte == '\\') break;
    seen |= byte;
  }
  return {at, (seen & kHighBits) == 0};
}

}  // namespace patchbay
