// The envelope of every reply.
#pragma once

#include "doors/flolive/faults.h"
#include "http/message.h"
#include "wire/tree.h"

namespace patchbay::doors::flolive {

// The page that `content` is, and the number of elements.
struct Pageable {
  std::size_t page = 0;
  std::size_t size = 10;
  std::size_t total = 1;
};

[[nodiscard]] http::Response success(int status, wire::Array content, Pageable pageable = {});
// `more` continues the documented message and may be empty.
[[nodiscard]] http::Response failure(int status, ErrorCode code, std::string_view more);
// Replaces the documented message by `what`, for cases in which it would mislead.
[[nodiscard]] http::Response failure_in_own_words(int status, ErrorCode code,
                                                  std::string_view what);

}  // namespace patchbay::doors::flolive
