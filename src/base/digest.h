// Hashes, encodings and comparisons of bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace patchbay {

// Returns 32 bytes of BLAKE2b, keyed if `key` is not empty (16 to 64 bytes).
[[nodiscard]] std::string blake2b(std::string_view bytes, std::string_view key = {});

// Hashes bytes that come in pieces, as blake2b() does without a key.
class Blake2b {
 public:
  Blake2b();
  void add(std::string_view bytes);
  // Of what was added so far.
  [[nodiscard]] std::string hash() const;

 private:
  alignas(64) std::array<unsigned char, 384> state_;
};

// Returns `count` bytes that follow from `seed` and tell nothing of it: BLAKE2b of 64 bytes over
// the seed and the numbers 0, 1, … as 8 bytes, lowest first.
[[nodiscard]] std::string expand(std::string_view seed, std::size_t count);

// Input of a hash: a list of values, each with its length, so that two different lists never give
// the same input.
class HashInput {
 public:
  void add(std::int64_t number) {
    std::array<char, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(number >> (8 * i));
    out_.append(bytes.data(), bytes.size());
  }
  void add(std::string_view bytes) {
    add(static_cast<std::int64_t>(bytes.size()));
    out_ += bytes;
  }
  // Adds all members of another list.
  void append(std::string_view members) { out_ += members; }
  // Returns the input itself.
  [[nodiscard]] std::string text() && { return std::move(out_); }
  [[nodiscard]] std::string hash(std::string_view key = {}) const { return blake2b(out_, key); }

 private:
  std::string out_;
};

[[nodiscard]] std::string hex(std::string_view bytes);
[[nodiscard]] std::string base64(std::string_view bytes);      // with padding
[[nodiscard]] std::string base64_url(std::string_view bytes);  // without padding
// Strict: only the padded standard alphabet, without white space.
[[nodiscard]] std::optional<std::string> parse_base64(std::string_view text);
[[nodiscard]] std::optional<std::string> parse_base64_url(std::string_view text);  // unpadded

// Compares in a time that depends on the lengths only.
[[nodiscard]] bool same_bytes(std::string_view a, std::string_view b);

}  // namespace patchbay
