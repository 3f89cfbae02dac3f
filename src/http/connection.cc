// Deadlines of a connection, and delivery of a reply from any thread to the connection that waits.
#include "http/connection.h"

#include <thread>
#include <utility>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>

namespace patchbay::http {
namespace {

// The handler's side of one request. If it is destroyed unused, the connection still gets its reply
// (503), so no connection waits forever. The runtime is the first member and therefore destroyed
// last: the connection lives in its event loop.
class PendingReply {
 public:
  PendingReply(std::shared_ptr<ServerState> server_state, std::shared_ptr<Connection> connection,
               std::size_t request_number)
      : server_state_(std::move(server_state)),
        connection_(std::move(connection)),
        request_number_(request_number) {}
  ~PendingReply() { settle(nullptr); }
  PendingReply(const PendingReply&) = delete;
  PendingReply& operator=(const PendingReply&) = delete;

  // Only the first reply counts. The connection is released at once, because the handler may keep
  // its callback.
  void settle(Reply::Compose compose) {
    if (is_settled_.exchange(true)) return;
    const auto server_state = std::move(server_state_);
    const auto connection = std::move(connection_);
    connection->deliver_reply(request_number_, std::move(compose));
  }

 private:
  std::shared_ptr<ServerState> server_state_;
  std::shared_ptr<Connection> connection_;
  std::size_t request_number_;
  std::atomic<bool> is_settled_ = false;
};

// The other side's part in one piece of a body. If it is destroyed unused, the piece is missing. It
// does not keep the connection: a source may wait for long after its reader has closed.
class PendingPiece {
 public:
  PendingPiece(std::weak_ptr<ServerState> server_state, std::weak_ptr<Connection> connection,
               std::size_t request_number)
      : server_state_(std::move(server_state)),
        connection_(std::move(connection)),
        request_number_(request_number) {}
  ~PendingPiece() { settle(nullptr); }
  PendingPiece(const PendingPiece&) = delete;
  PendingPiece& operator=(const PendingPiece&) = delete;

  // Only the first piece counts.
  void settle(Reply::Compose compose) {
    if (is_settled_.exchange(true)) return;
    const auto server_state = server_state_.lock();
    const auto connection = server_state ? connection_.lock() : nullptr;
    if (connection) connection->deliver_reply(request_number_, std::move(compose));
  }

 private:
  std::weak_ptr<ServerState> server_state_;
  std::weak_ptr<Connection> connection_;
  std::size_t request_number_;
  std::atomic<bool> is_settled_ = false;
};

std::optional<Response> composed(Reply::Compose compose) noexcept try {
  if (!compose) return std::nullopt;
  return compose();
} catch (...) {
  return std::nullopt;
}

}  // namespace

Connection::Connection(std::shared_ptr<ServerState> server_state, ConnectionKind kind, Loop& loop,
                       std::string network)
    : server_state_(*server_state),
      loop_(loop),
      kind_(kind),
      network_(std::move(network)),
      deadline_(SteadyClock::time_point::max().time_since_epoch().count()),
      idle_since_(SteadyClock::time_point::max().time_since_epoch().count()),
      owner_(server_state),
      reply_timer_(loop.io) {
  ++loop_.connections;
  if (kind_ == ConnectionKind::served) server_state_.quotas.enter(network_);
  server_state_.registry.enter(*this);
}

Connection::~Connection() {
  --loop_.connections;
  server_state_.registry.leave(*this);
  if (kind_ == ConnectionKind::served) server_state_.quotas.leave(network_);
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

void Connection::give_up_place() {
  // Prevents the next connection from choosing this one too.
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
  asio::post(loop_.io, [self = shared_from_this()] {
    // The connection may have started to wait for something else in the meantime.
    if (self->deadline() > SteadyClock::now()) return;
    self->is_expired_ = true;
    self->cancel();
  });
}

void Connection::stop() {
  asio::post(loop_.io, [self = shared_from_this()] {
    if (self->is_idle_) self->cancel();
    self->end_pieces();
  });
}

void Connection::end_pieces() {
  if (is_between_pieces_) accept_reply(request_number_, nullptr);
}

void Connection::deliver_reply(std::size_t request_number, Reply::Compose compose) {
  asio::dispatch(loop_.io, [self = shared_from_this(), request_number,
                            compose = std::move(compose)]() mutable {
    self->accept_reply(request_number, std::move(compose));
  });
}

void Connection::accept_reply(std::size_t request_number, Reply::Compose compose) {
  if (request_number != request_number_ || has_reply_) return;
  has_reply_ = true;
  response_ = composed(std::move(compose));
  reply_timer_.cancel();
}

Task<Response> Connection::run_handler(Request request, const Handler& handler) {
  const std::string path = request.path;
  const std::size_t request_number = ++request_number_;
  has_reply_ = false;
  clear_deadline();
  is_watched_ = false;
  const bool may_wait = server_state_.is_alone_in(loop_);
  loop_.may_be_waiting = may_wait;
  try {
    auto pending =
        std::make_shared<PendingReply>(owner_.lock(), shared_from_this(), request_number);
    handler(std::move(request),
            Reply([pending = std::move(pending)](
                      Reply::Compose compose) { pending->settle(std::move(compose)); },
                  may_wait ? std::this_thread::get_id() : std::thread::id()));
  } catch (...) {
    accept_reply(request_number, nullptr);
  }
  loop_.may_be_waiting = false;
  auto response = co_await wait_for_reply();
  if (response) co_return *std::move(response);
  co_return server_state_.error_response(503, path, "the request could not be handled");
}

Task<std::optional<Response>> Connection::wait_for_reply() {
  while (!has_reply_) {
    reply_timer_.expires_at(SteadyClock::time_point::max());
    co_await reply_timer_.async_wait(kResume);
  }
  co_return std::exchange(response_, std::nullopt);
}

std::size_t Connection::expect_reply() {
  has_reply_ = false;
  response_.reset();
  clear_deadline();
  return ++request_number_;
}

Task<bool> Connection::keep_piece(BodyFile& file, std::string bytes) {
  const std::size_t request_number = expect_reply();
  try {
    auto pending = std::make_shared<PendingPiece>(owner_, weak_from_this(), request_number);
    file.append(std::move(bytes), [pending = std::move(pending)](bool is_kept) {
      pending->settle(is_kept ? [] { return Response{}; } : Reply::Compose());
    });
  } catch (...) {
    accept_reply(request_number, nullptr);
  }
  const auto response = co_await wait_for_reply();
  co_return response.has_value();
}

Task<std::optional<std::string>> Connection::next_piece(BodySource& rest) {
  const std::size_t request_number = expect_reply();
  const bool must_be_whole = rest.must_be_whole();
  if (server_state_.stopping && !must_be_whole) co_return std::string();
  is_between_pieces_ = !must_be_whole;
  if (!std::exchange(is_watched_, true)) watch_peer();
  try {
    auto pending = std::make_shared<PendingPiece>(owner_, weak_from_this(), request_number);
    rest.next([pending = std::move(pending)](std::string bytes) {
      pending->settle([bytes = std::move(bytes)]() mutable {
        return Response{.headers = {}, .body = std::move(bytes)};
      });
    });
  } catch (...) {
    accept_reply(request_number, nullptr);
  }
  auto response = co_await wait_for_reply();
  is_between_pieces_ = false;
  if (response) co_return std::move(response->body);
  if (must_be_whole) co_return std::nullopt;
  co_return std::string();
}

}  // namespace patchbay::http
