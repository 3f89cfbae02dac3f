// Deadlines, and the way of a reply from any thread to the connection that waits for it.
#include "http/connection.h"

#include <utility>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>

namespace patchbay::http {
namespace {

// The handler's end of one request. Going away unused is an answer too, so that no connection
// waits for ever. The runtime is named first, to go last: the connection lives in its event loop.
class Promise {
 public:
  Promise(std::shared_ptr<Runtime> runtime, std::shared_ptr<Connection> connection,
          std::size_t turn)
      : runtime_(std::move(runtime)), connection_(std::move(connection)), turn_(turn) {}
  ~Promise() { settle(nullptr); }
  Promise(const Promise&) = delete;
  Promise& operator=(const Promise&) = delete;

  // The first answer counts. The connection is let go at once: the handler may keep its callback.
  void settle(Reply::Compose compose) {
    if (is_settled_.exchange(true)) return;
    const auto runtime = std::move(runtime_);
    const auto connection = std::move(connection_);
    connection->answer(turn_, std::move(compose));
  }

 private:
  std::shared_ptr<Runtime> runtime_;
  std::shared_ptr<Connection> connection_;
  std::size_t turn_;
  std::atomic<bool> is_settled_ = false;
};

std::optional<Response> composed(Reply::Compose compose) noexcept try {
  if (!compose) return std::nullopt;
  return compose();
} catch (...) {
  return std::nullopt;
}

}  // namespace

Connection::Connection(std::shared_ptr<Runtime> runtime, Place place, const Strand& strand,
                       std::string network)
    : runtime_(*runtime),
      strand_(strand),
      place_(place),
      network_(std::move(network)),
      deadline_(SteadyClock::time_point::max().time_since_epoch().count()),
      idle_since_(SteadyClock::time_point::max().time_since_epoch().count()),
      owner_(runtime),
      bell_(strand) {
  if (place_ == Place::served) runtime_.crowd.enter(network_);
  runtime_.roster.enter(*this);
}

Connection::~Connection() {
  runtime_.roster.leave(*this);
  if (place_ == Place::served) runtime_.crowd.leave(network_);
}

SteadyClock::time_point Connection::deadline() const {
  return SteadyClock::time_point(SteadyClock::duration(deadline_.load(std::memory_order_relaxed)));
}

SteadyClock::time_point Connection::idle_since() const {
  return SteadyClock::time_point(
      SteadyClock::duration(idle_since_.load(std::memory_order_relaxed)));
}

void Connection::set_deadline(std::chrono::milliseconds from_now) {
  is_expired_ = false;
  waits_since_ = SteadyClock::now();
  deadline_.store((waits_since_ + from_now).time_since_epoch().count(), std::memory_order_relaxed);
}

void Connection::set_idle(bool idle) {
  is_idle_ = idle;
  const auto since = idle ? waits_since_ : SteadyClock::time_point::max();
  idle_since_.store(since.time_since_epoch().count(), std::memory_order_relaxed);
}

void Connection::make_room() {
  // So that the next who comes does not choose it too.
  idle_since_.store(SteadyClock::time_point::max().time_since_epoch().count(),
                    std::memory_order_relaxed);
  stop();
}

void Connection::clear_deadline() {
  is_expired_ = false;
  deadline_.store(SteadyClock::time_point::max().time_since_epoch().count(),
                  std::memory_order_relaxed);
}

void Connection::expire() {
  asio::post(strand_, [self = shared_from_this()] {
    // It may have gone on to wait for something else since.
    if (self->deadline() > SteadyClock::now()) return;
    self->is_expired_ = true;
    self->cancel();
  });
}

void Connection::stop() {
  asio::post(strand_, [self = shared_from_this()] {
    if (self->is_idle_) self->cancel();
  });
}

void Connection::answer(std::size_t turn, Reply::Compose compose) {
  asio::dispatch(strand_,
                 [self = shared_from_this(), turn, compose = std::move(compose)]() mutable {
                   self->take_answer(turn, std::move(compose));
                 });
}

void Connection::take_answer(std::size_t turn, Reply::Compose compose) {
  if (turn != turn_ || is_answered_) return;
  is_answered_ = true;
  answer_ = composed(std::move(compose));
  bell_.cancel();
}

Task<Response> Connection::handled(Request request, const Handler& handler) {
  const std::string path = request.path;
  const std::size_t turn = ++turn_;
  is_answered_ = false;
  clear_deadline();
  try {
    auto promise = std::make_shared<Promise>(owner_.lock(), shared_from_this(), turn);
    handler(std::move(request), Reply([promise = std::move(promise)](Reply::Compose compose) {
              promise->settle(std::move(compose));
            }));
  } catch (...) {
    take_answer(turn, nullptr);
  }
  while (!is_answered_) {
    bell_.expires_at(SteadyClock::time_point::max());
    co_await bell_.async_wait(kResume);
  }
  if (answer_) co_return *std::exchange(answer_, std::nullopt);
  co_return runtime_.refusal(503, path, "the request could not be handled");
}

}  // namespace patchbay::http
