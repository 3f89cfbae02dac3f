// Command lines of curl: reads one as the request that curl would send, and writes one.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace patchbay::doors {

// Splits a command line into words as a shell does: '…', "…", $'…', \ and line breaks after \.
// Ends at an unquoted | or > or at the end of a line; only white space and comments may follow
// then. Variables stay as they are written. The error is the end of a sentence.
[[nodiscard]] std::expected<std::vector<std::string>, std::string> split_words(
    std::string_view text);

// Whether `text` begins with the command curl, after an optional prompt.
[[nodiscard]] bool is_curl_line(std::string_view text);

// The request that the command would send. Files are not read: "@file" is refused. Options that
// say how curl speaks and what it prints are ignored; an unknown option is refused.
[[nodiscard]] std::expected<http::Request, std::string> parse_curl_line(std::string_view text);

// A command that sends `request` to `server`, such as "https://HOST". "Authorization: Basic
// USERNAME:PASSWORD" becomes -u.
[[nodiscard]] std::string curl_line(const http::Request& request, std::string_view server);

// `text` as one word of a shell.
[[nodiscard]] std::string shell_quoted(std::string_view text);

}  // namespace patchbay::doors
