// Writes the head of a response as bytes.
#pragma once

#include <string>

#include "base/clock.h"
#include "http/message.h"

namespace patchbay::http {

// What the head of a response says about the connection.
struct Framing {
  bool keep_alive = true;
  bool is_1_0 = false;
};

// Appends the head of `response`: status line, its headers, then Server, Date (the time `now`),
// Content-Length, Connection if it is not the default, and X-Content-Type-Options unless `response`
// sets it. A control character in a header is written as a space, so that no value can add a
// header.
void write_head(std::string& out, const Response& response, Framing framing, Instant now);

// False for the statuses that never have a body: 1xx, 204 and 304.
[[nodiscard]] bool may_have_body(int status);

}  // namespace patchbay::http
