// What a name looks like: for refusing one that could be taken for another.
#pragma once

#include <string>
#include <string_view>

namespace patchbay {

// The letters and digits of `text`, valid UTF-8, without case, accents and width, and each as the
// one it is most easily taken for (Unicode's UTS 39): "Ѕystem ", "SYS-TEM" and "sуstem" are one.
[[nodiscard]] std::string skeleton_of(std::string_view text);

// Whether `text` begins or ends with white space, or holds a character that is not seen, or white
// space other than a plain space.
[[nodiscard]] bool has_hidden_characters(std::string_view text);

}  // namespace patchbay
