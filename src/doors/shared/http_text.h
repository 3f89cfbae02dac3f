// Requests as people write them down: a request of HTTP/1.1 as text.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "http/message.h"

namespace patchbay::doors {

// The most bytes that a written request may have.
inline constexpr std::size_t kWrittenRequestBytesMax = std::size_t{1} << 20;
// The most headers of a written request, and the most words of a command line.
inline constexpr std::size_t kWrittenPartsMax = 1000;

// Whether the first line of `text` is one of a request: a method in capitals, and a target.
[[nodiscard]] bool is_http_text(std::string_view text);

// Reads a request line, headers, an empty line and a body. Lines may end with LF or CRLF; the
// version may be missing. The body is the rest, without the one line break that an editor adds at
// the end of a form. The error is the end of a sentence.
[[nodiscard]] std::expected<http::Request, std::string> parse_http_text(std::string_view text);

// Takes the scheme, host and fragment off a URL, or the target of a request, and sets path and
// query. The path is at least "/".
void set_target(http::Request& request, std::string_view url);

// The path and query.
[[nodiscard]] std::string target_of(const http::Request& request);

// The request as it is sent, to a server called HOST, with Content-Length if it has a body.
[[nodiscard]] std::string http_text(const http::Request& request);

}  // namespace patchbay::doors
