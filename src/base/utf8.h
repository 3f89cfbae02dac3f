// UTF-8: validation, length in code points, and encoding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace patchbay::utf8 {

// Whether all of `text` is ASCII.
[[nodiscard]] bool is_ascii(std::string_view text);

// Whether `bytes` is well-formed UTF-8 by RFC 3629: no overlong form, no surrogate, nothing above
// U+10FFFF. U+0000 is well-formed; callers that forbid it check for it.
[[nodiscard]] bool is_valid(std::string_view bytes);

// Returns how many bytes at the start of `bytes` are whole, well-formed characters. If it is less
// than all, the next byte is the first wrong one.
[[nodiscard]] std::size_t valid_length(std::string_view bytes);

// Returns the number of code points in `text`, which must be valid.
[[nodiscard]] std::size_t length(std::string_view text);

// Appends `code_point` (a Unicode scalar value) to `out`.
void append(std::string& out, std::uint32_t code_point);

}  // namespace patchbay::utf8
