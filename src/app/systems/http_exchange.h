// Requests to an outside system over HTTP, with a limit for each second.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "http/client.h"
#include "reach/systems/exchange.h"

namespace patchbay::app {

// The longest reply that is read.
inline constexpr std::size_t kSystemReplyBytesMax = std::size_t{16} << 20;

struct HttpExchangeOptions {
  // Time that only goes forward, and waiting for it to pass.
  std::function<std::chrono::steady_clock::time_point()> now;
  std::function<void(std::chrono::milliseconds)> sleep;
  int per_second = 10;  // requests; at least 1
};

// Sends like http::Client. If the callback is dropped without a call, there is no reply.
using SendRequest =
    std::function<void(http::ClientRequest request, std::function<void(http::ClientReply)> done)>;
[[nodiscard]] std::unique_ptr<reach::Exchange> http_exchange(SendRequest send,
                                                             HttpExchangeOptions options);

}  // namespace patchbay::app
