// Converts a reply to and from the text that is saved under an idempotency key.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace patchbay::app {

// The status, a line for each header, an empty line, the body.
[[nodiscard]] std::string to_saved_text(const http::Response& response);
[[nodiscard]] std::optional<http::Response> parse_saved_reply(std::string_view text);

}  // namespace patchbay::app
