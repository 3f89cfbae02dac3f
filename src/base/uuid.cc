// Conversion of UUIDs to and from text.
#include "base/uuid.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

namespace patchbay {
namespace {

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr std::size_t kTimeBytes = 6;

constexpr bool dash_at(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

}  // namespace

std::optional<Uuid> Uuid::parse(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Uuid out;
  std::size_t digit = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (dash_at(i)) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const int value = nibble(text[i]);
    if (value < 0) return std::nullopt;
    std::uint8_t& byte = out.bytes_[digit / 2];
    byte = static_cast<std::uint8_t>(byte << 4 | value);
    ++digit;
  }
  return out;
}

Uuid Uuid::make(Random& random) {
  Uuid out;
  const std::string bytes = random.bytes(out.bytes_.size());
  std::memcpy(out.bytes_.data(), bytes.data(), bytes.size());
  out.bytes_[6] = static_cast<std::uint8_t>((out.bytes_[6] & 0x0F) | 0x40);
  out.bytes_[8] = static_cast<std::uint8_t>((out.bytes_[8] & 0x3F) | 0x80);
  return out;
}

Uuid Uuid::first_ordered(std::int64_t unix_ms) {
  const std::int64_t fits = std::clamp(unix_ms, std::int64_t{0}, (std::int64_t{1} << 48) - 1);
  Uuid out;
  for (std::size_t i = 0; i < kTimeBytes; ++i)
    out.bytes_[i] = static_cast<std::uint8_t>(fits >> (40 - 8 * i));
  out.bytes_[6] = 0x70;
  out.bytes_[8] = 0x80;
  return out;
}

Uuid Uuid::part_of(const Uuid& whole, std::uint32_t number, std::string_view bytes) {
  Uuid out = whole;
  out.bytes_[6] = static_cast<std::uint8_t>(0x80 | (number >> 22 & 0x0F));
  out.bytes_[7] = static_cast<std::uint8_t>(number >> 14);
  out.bytes_[8] = static_cast<std::uint8_t>(0x80 | (number >> 8 & 0x3F));
  out.bytes_[9] = static_cast<std::uint8_t>(number);
  std::memcpy(out.bytes_.data() + 10, bytes.data(), 6);
  return out;
}

Uuid Uuid::ordered_part_of(const Uuid& whole, std::uint32_t number, Random& random) {
  Uuid out = part_of(whole, number, random.bytes(6));
  out.bytes_[6] = static_cast<std::uint8_t>((out.bytes_[6] & 0x0F) | 0x70);
  return out;
}

Uuid Uuid::make_ordered(std::int64_t unix_ms, Random& random) {
  Uuid out = make(random);
  for (std::size_t i = 0; i < kTimeBytes; ++i)
    out.bytes_[i] = static_cast<std::uint8_t>(unix_ms >> (40 - 8 * i));
  out.bytes_[6] = static_cast<std::uint8_t>((out.bytes_[6] & 0x0F) | 0x70);
  return out;
}

Uuid Uuid::from_bytes(std::string_view bytes) {
  Uuid out;
  std::memcpy(out.bytes_.data(), bytes.data(), out.bytes_.size());
  out.bytes_[6] = static_cast<std::uint8_t>((out.bytes_[6] & 0x0F) | 0x80);
  out.bytes_[8] = static_cast<std::uint8_t>((out.bytes_[8] & 0x3F) | 0x80);
  return out;
}

Uuid Uuid::numbered(std::uint64_t number) {
  return parse(fmt::format("00000000-0000-4000-8000-{:012}", number)).value_or(Uuid{});
}

std::string Uuid::text() const {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out(36, '-');
  std::size_t at = 0;
  for (const std::uint8_t byte : bytes_) {
    if (dash_at(at)) ++at;
    out[at++] = kHex[byte >> 4];
    out[at++] = kHex[byte & 15];
  }
  return out;
}

std::uint64_t Uuid::hash() const {
  std::uint64_t halves[2];
  std::memcpy(halves, bytes_.data(), sizeof halves);
  return halves[0] ^ (halves[1] * 0x9E3779B97F4A7C15ULL);
}

}  // namespace patchbay
