// Takes the secrets out of requests and replies, so that they can be kept and shown.
#pragma once

#include <string>
#include <string_view>

#include "core/call/traffic.h"
#include "http/message.h"

namespace patchbay::doors {

// Longer bodies are not kept.
inline constexpr std::size_t kKeptBodyBytesMax = std::size_t{16} * 1024;

// Whether values under this name are secret at some door: passwords, keys and tokens, and every
// field that the record keeps sealed. Case does not matter.
[[nodiscard]] bool is_secret_name(std::string_view name);

// The path and query of `request`, with "****" in place of secrets.
[[nodiscard]] std::string redacted_target(const http::Request& request);
// A body with "****" in place of secrets: JSON, lines of JSON, XML or a form. Anything else, and
// what cannot be read, is omitted, because its secrets cannot be found.
[[nodiscard]] core::KeptBody redacted_body(std::string_view content_type, std::string_view body);

}  // namespace patchbay::doors
