// The calls of one request that holds many, on their way through the server.
#pragma once

#include <utility>
#include <vector>

#include "app/serve/exchange.h"

namespace patchbay::app {

// The calls of one batched request, and the replies so far.
struct BatchedCalls {
  explicit BatchedCalls(ExchangePtr of) : parent(std::move(of)) {}

  // Bounds all replies together. Calls after this bound are answered with an error.
  static constexpr std::size_t kBytesMax = 4 * 1024 * 1024;

  void add(http::Response reply) {
    bytes += reply.body.size();
    replies.push_back(std::move(reply));
  }
  // All calls have the credentials of the request. If those of the first call are wrong, the others
  // fail too without a check, because each check would count as another attempt.
  [[nodiscard]] bool is_stranger() const {
    return replies.size() == 1 && replies.front().status == 401;
  }
  [[nodiscard]] bool is_done(std::size_t all) const {
    return replies.size() == all || bytes > kBytesMax || is_stranger();
  }

  const ExchangePtr parent;
  std::vector<http::Response> replies;
  std::size_t bytes = 0;
};

}  // namespace patchbay::app
