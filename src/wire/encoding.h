// Detects the encoding of an XML document and converts it to UTF-8.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace patchbay::wire {

// `text` as UTF-8. The result is `text` itself, unchecked, if its encoding is UTF-8, otherwise a
// view of `out`. The encoding comes from a byte order mark, else from `charset` (of a Content-Type,
// in any case), else from the document's own declaration, else it is UTF-8 (RFC 7303, section 3).
// Supported are UTF-8, UTF-16 with a mark or by its charset, US-ASCII, and single-byte encodings
// that contain US-ASCII, under any name that ICU knows. The error names an unknown encoding or says
// that some bytes are invalid in it. Takes linear time; `out` grows to at most three times the size
// of `text`.
[[nodiscard]] std::expected<std::string_view, std::string> to_utf8(std::string_view text,
                                                                   std::string_view charset,
                                                                   std::string& out);

}  // namespace patchbay::wire
