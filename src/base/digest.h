// Hashes, encodings and comparisons of bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace patchbay {

// Returns 32 bytes of BLAKE2b, keyed if `key` is not empty (16 to 64 bytes).
[[nodiscard]] std::string blake2b(std::string_view bytes, std::string_view key = {});

// Input of a hash: a list of values, each with its length, so that two different lists never give
// the same input.
class HashInput {
 public:
  void add(std::int64_t number) {
    for (int shift = 0; shift < 64; shift += 8) out_ += static_cast<char>(number >> shift);
  }
  void add(std::string_view bytes) {
    add(static_cast<std::int64_t>(bytes.size()));
    out_ += bytes;
  }
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
