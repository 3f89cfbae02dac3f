// Compressed bodies: the header Content-Encoding and decompression.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace patchbay::http {

enum class ContentCoding { identity, gzip, deflate };

// The value of Accept-Encoding in a 415 reply.
inline constexpr std::string_view kCodings = "gzip, deflate";

// The coding of that name, in any case. "x-gzip" means "gzip".
[[nodiscard]] std::optional<ContentCoding> find_coding(std::string_view name);

enum class DecodeError { malformed, too_large };

// Decompresses `body` into at most `bytes_max` bytes. Fails for malformed bytes, a truncated body
// and bytes after its end. Time and memory are proportional to the output.
[[nodiscard]] std::expected<std::string, DecodeError> decompress(std::string_view body,
                                                                 ContentCoding coding,
                                                                 std::size_t bytes_max);

}  // namespace patchbay::http
