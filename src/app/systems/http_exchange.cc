// One request after the other.
#include "app/systems/http_exchange.h"

#include <future>

namespace patchbay::app {
namespace {

using std::chrono::milliseconds;

class HttpExchange final : public reach::Exchange {
 public:
  HttpExchange(SendRequest send, HttpExchangeOptions options)
      : send_(std::move(send)), options_(std::move(options)), next_(options_.now()) {}

  http::ClientReply exchange(http::ClientRequest request) override {
    wait_for_turn();
    auto replied = std::make_shared<std::promise<http::ClientReply>>();
    auto reply = replied->get_future();
    send_(std::move(request),
          [replied](http::ClientReply given) { replied->set_value(std::move(given)); });
    replied.reset();
    try {
      return reply.get();
    } catch (const std::future_error&) {
      return {.problem = "the server is stopping"};
    }
  }

  void pause(int seconds) override { options_.sleep(std::chrono::seconds(seconds)); }

 private:
  void wait_for_turn() {
    const auto now = options_.now();
    if (next_ > now)
      options_.sleep(std::chrono::ceil<milliseconds>(next_ - now));
    else
      next_ = now;
    next_ += std::chrono::microseconds(1'000'000 / options_.per_second);
  }

  SendRequest send_;
  HttpExchangeOptions options_;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace

std::unique_ptr<reach::Exchange> http_exchange(SendRequest send, HttpExchangeOptions options) {
  return std::make_unique<HttpExchange>(std::move(send), std::move(options));
}

}  // namespace patchbay::app
