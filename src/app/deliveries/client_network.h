// The network of the delivery engine: messages go out through the HTTP client.
#pragma once

#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>

#include "http/client.h"
#include "reach/delivery/engine.h"

namespace patchbay::app {

// Threads: any. `client` must outlive it, and all that it sent.
class ClientNetwork final : public reach::Network {
 public:
  // Messages under way at the same time. Further ones wait, so that descriptors remain for callers.
  static constexpr std::size_t kAtOnce = 192;

  explicit ClientNetwork(http::Client& client) : client_(client) {}

  void send(reach::Message message, std::function<void(reach::AttemptResult)> done) override;

 private:
  struct Waiting {
    http::ClientRequest request;
    std::function<void(reach::AttemptResult)> done;
  };
  void start(Waiting one);
  void finish_one();

  http::Client& client_;
  std::mutex mutex_;
  std::deque<Waiting> waiting_;
  std::size_t under_way_ = 0;
};

// The request of a message; or why there is none, as a phrase.
[[nodiscard]] std::expected<http::ClientRequest, std::string> to_request(reach::Message message);

}  // namespace patchbay::app
