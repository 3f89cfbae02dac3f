// Escapes text for XML.
#pragma once

#include <string>
#include <string_view>

namespace patchbay {

// `text` with & < > " ' and carriage return escaped (the last two as &#39; and &#13;). Characters
// that XML 1.0 cannot carry are left out.
[[nodiscard]] std::string xml_escaped(std::string_view text);

}  // namespace patchbay
