// The encoding of an XML document, and its text as UTF-8.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace patchbay::wire {

// `text` as UTF-8: itself, not yet checked, where it is said to be that, or else a view of `out`.
// The encoding is what a byte order mark says, else `charset` (of a Content-Type, in any case),
// else the document's own declaration, else UTF-8: RFC 7303, section 3. Known are UTF-8, UTF-16
// with a mark or by its charset, US-ASCII, and the encodings of one byte a character that begin
// like US-ASCII, by any name that ICU has for them. The error names an encoding that is not known,
// or says that bytes mean nothing in it. Linear in the length of `text`; `out` has at most three
// times of it.
[[nodiscard]] std::expected<std::string_view, std::string> to_utf8(std::string_view text,
                                                                   std::string_view charset,
                                                                   std::string& out);

}  // namespace patchbay::wire
