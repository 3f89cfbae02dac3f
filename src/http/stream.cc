// The stream without TLS.
#include "http/stream.h"

#include <array>
#include <cerrno>
#include <tuple>
#include <utility>

#include <boost/asio/write.hpp>
#include <sys/socket.h>

#ifndef __clang__
// g++ 12 sees Asio's operator delete for coroutine frames without the matching operator new.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace patchbay::http {
namespace {

constexpr std::size_t kDrainBytes = 1024;

class PlainStream final : public Stream {
 public:
  explicit PlainStream(Socket socket) : Stream(std::move(socket)) {}

  Task<bool> open() override { co_return true; }

  Task<std::size_t> read(asio::mutable_buffer room) override {
    const auto [error, size] = co_await socket_.async_read_some(room, kResume);
    co_return error ? 0 : size;
  }

  // Nearly every reply fits into the socket at once. Asio would do that too, but go on only after
  // one more look at all sockets.
  Task<bool> write(std::string_view bytes) override {
    const auto sent =
        ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
    if (bytes.empty()) co_return true;
    const auto [error, size] = co_await asio::async_write(socket_, asio::buffer(bytes), kResume);
    co_return !error;
  }

  Task<void> close() override { return drain(); }
};

}  // namespace

Task<void> Stream::drain() {
  ErrorCode ignored;
  std::ignore = socket_.shutdown(Socket::shutdown_send, ignored);
  std::array<char, kDrainBytes> bytes;
  for (bool is_open = true; is_open;) {
    const auto [error, size] = co_await socket_.async_read_some(asio::buffer(bytes), kResume);
    is_open = !error;
  }
}

void Stream::watch(std::weak_ptr<void> owner, std::function<void()> gone) {
  socket_.async_wait(Socket::wait_read, [this, owner = std::move(owner),
                                         gone = std::move(gone)](const ErrorCode& error) {
    const auto alive = owner.lock();
    if (error || !alive) return;
    char byte = 0;
    const auto size = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    const bool waits = size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
    if (size <= 0 && !waits) gone();
  });
}

void Stream::cancel() {
  ErrorCode ignored;
  std::ignore = socket_.cancel(ignored);
}

// Asio would take its own option back as it destroys the socket.
void Stream::reset_at_end(bool resets) {
  const linger option{.l_onoff = resets ? 1 : 0, .l_linger = 0};
  ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_LINGER, &option, sizeof option);
}

std::unique_ptr<Stream> make_stream(Socket socket) {
  return std::make_unique<PlainStream>(std::move(socket));
}

}  // namespace patchbay::http
