// The appearance of names, to refuse a name that looks like another.
#pragma once

#include <string>
#include <string_view>

namespace patchbay {

// Returns the letters and digits of `text` (valid UTF-8) without case, accents and width, each
// replaced by the character it most looks like (Unicode UTS 39): "Ѕystem ", "SYS-TEM" and "sуstem"
// give the same result.
[[nodiscard]] std::string skeleton_of(std::string_view text);

// Whether `text` begins or ends with white space, or contains an invisible character or white space
// other than a plain space.
[[nodiscard]] bool has_hidden_characters(std::string_view text);

}  // namespace patchbay
