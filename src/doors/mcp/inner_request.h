// Requests inside a message: a tool asks another door of the list, as its own clients do, so that
// what a tool takes and answers is what that door documents.
#pragma once

#include <string>
#include <variant>

#include "doors/door.h"
#include "wire/tree.h"

namespace patchbay::doors::mcp {

// A request at a door, decoded. What it asks for and what is wrong with it are in `decoded`.
struct InnerCall {
  const Door* door = nullptr;
  DecodedRequest decoded;
};

// A request with JSON as its body, or without one if `body` is empty.
[[nodiscard]] http::Request inner_request(std::string method, std::string target,
                                          std::string body = {});

// Decodes `request` at the door that owns its path; the door's own reply if it needs no call.
[[nodiscard]] std::variant<InnerCall, http::Response> decode_inner(const http::Request& request,
                                                                   const Settings& settings);
// Encodes an outcome as the reply of the inner door.
[[nodiscard]] http::Response encode_inner(const InnerCall& inner,
                                          const Result<core::Outcome>& outcome,
                                          const Settings& settings);
// The body of a reply: as JSON if it is that, otherwise as text.
[[nodiscard]] wire::Tree body_of(const http::Response& response);

}  // namespace patchbay::doors::mcp
