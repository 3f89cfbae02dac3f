// Counts what is under way, and starts the next when one has ended.
#include "app/deliveries/client_network.h"

#include <utility>

namespace patchbay::app {

std::expected<http::ClientRequest, std::string> to_request(reach::Message message) {
  auto url = http::parse_url(message.url);
  if (!url) return std::unexpected("the address " + url.error());
  return http::ClientRequest{.url = *std::move(url),
                             .headers = std::move(message.headers),
                             .body = std::move(message.body)};
}

void ClientNetwork::send(reach::Message message, std::function<void(reach::AttemptResult)> done) {
  auto request = to_request(std::move(message));
  if (!request) return done({.problem = std::move(request.error())});
  Waiting one{.request = *std::move(request), .done = std::move(done)};
  {
    const std::lock_guard lock(mutex_);
    if (under_way_ >= kAtOnce) {
      waiting_.push_back(std::move(one));
      return;
    }
    ++under_way_;
  }
  start(std::move(one));
}

void ClientNetwork::start(Waiting one) {
  client_.send(std::move(one.request), [this, done = std::move(one.done)](http::ClientReply reply) {
    finish_one();
    done({.status = reply.status,
          .problem = std::move(reply.problem),
          .retry_after = std::move(reply.retry_after)});
  });
}

void ClientNetwork::finish_one() {
  Waiting next;
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) {
      --under_way_;
      return;
    }
    next = std::move(waiting_.front());
    waiting_.pop_front();
  }
  start(std::move(next));
}

}  // namespace patchbay::app
