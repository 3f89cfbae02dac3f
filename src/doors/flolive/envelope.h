// The envelope of every reply.
#pragma once

#include "doors/flolive/faults.h"
#include "http/message.h"
#include "wire/tree.h"

namespace patchbay::doors::flolive {

// Which page of how many elements `content` is.
struct Pageable {
  std::size_t page = 0;
  std::size_t size = 10;
  std::size_t total = 1;
};

[[nodiscard]] http::Response success(int status, wire::Array content, Pageable pageable = {});
// `more` continues the documented message; it may be empty.
[[nodiscard]] http::Response failure(int status, ErrorCode code, std::string_view more);
// `what` in place of the documented message, where that would mislead.
[[nodiscard]] http::Response failure_in_own_words(int status, ErrorCode code,
                                                  std::string_view what);

}  // namespace patchbay::doors::flolive
