// Hashes, encodings and comparisons of bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace patchbay {

// 32 bytes of BLAKE2b, keyed where `key` is not empty (16 to 64 bytes).
[[nodiscard]] std::string blake2b(std::string_view bytes, std::string_view key = {});

[[nodiscard]] std::string hex(std::string_view bytes);
[[nodiscard]] std::string base64(std::string_view bytes);      // with padding
[[nodiscard]] std::string base64_url(std::string_view bytes);  // without padding
// Strict: the padded standard alphabet only, no white space.
[[nodiscard]] std::optional<std::string> parse_base64(std::string_view text);
[[nodiscard]] std::optional<std::string> parse_base64_url(std::string_view text);  // unpadded

// Equality in a time that depends on the lengths only.
[[nodiscard]] bool same_bytes(std::string_view a, std::string_view b);

}  // namespace patchbay
