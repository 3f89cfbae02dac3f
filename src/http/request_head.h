// The head of a request as values, with everything that decides where its body ends.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "http/content_coding.h"
#include "http/message.h"

namespace patchbay::http {

// A request without its body, and how the body comes: chunked or of `body_bytes`, and possibly
// compressed. The method is the overriding one if a POST names one. Host is that of an absolute
// target if there is one.
struct RequestHead {
  Request request;
  bool is_1_1 = false;
  bool keep_alive = false;
  bool expects_continue = false;
  bool is_chunked = false;
  std::uint64_t body_bytes = 0;
  ContentCoding coding = ContentCoding::identity;
};

struct HeadError {
  int status = 400;
  std::string_view what;
};

// Parses a complete head into `out`, as far as it is valid. Refuses every head whose body could be
// delimited in two ways, and what this server does not support.
[[nodiscard]] std::optional<HeadError> parse_head(std::string_view head, RequestHead& out);

}  // namespace patchbay::http
