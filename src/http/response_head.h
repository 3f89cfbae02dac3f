// Writes the head of a response as bytes.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "http/message.h"

namespace patchbay::http {

// What the head of a response says about the connection.
struct Framing {
  bool keep_alive = true;
  bool is_1_0 = false;
};

// Appends the head of `response`: status line, its headers, then Server, Date (the time `now`),
// Content-Length (or, if a part of the body follows later, Transfer-Encoding over HTTP/1.1 and
// neither over 1.0), Connection if it is not the default, and X-Content-Type-Options unless
// `response` sets it. A control character in a header is written as a space, so that no value can
// add a header.
void write_head(std::string& out, const Response& response, Framing framing, Instant now);

// `bytes`, which are not empty, as a chunk of a body whose length the head does not say.
[[nodiscard]] std::string chunk_of(std::string_view bytes);

// False for the statuses that never have a body: 1xx, 204 and 304.
[[nodiscard]] bool may_have_body(int status);

}  // namespace patchbay::http
