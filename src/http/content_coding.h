// Bodies that come compressed: the header Content-Encoding, and what it takes to read them.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace patchbay::http {

enum class ContentCoding { identity, gzip, deflate };

// What a 415 for another coding names in Accept-Encoding.
inline constexpr std::string_view kCodings = "gzip, deflate";

// The coding of that name, in any case; "x-gzip" is "gzip".
[[nodiscard]] std::optional<ContentCoding> find_coding(std::string_view name);

enum class DecodeError { malformed, too_large };

// `body` decompressed, at most `bytes_max` of it. Malformed are bytes of another kind, a body that
// is cut short, and anything behind its end. Takes memory and time for what comes out and no more.
[[nodiscard]] std::expected<std::string, DecodeError> decompress(std::string_view body,
                                                                 ContentCoding coding,
                                                                 std::size_t bytes_max);

}  // namespace patchbay::http
