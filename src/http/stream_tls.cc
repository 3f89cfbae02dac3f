// The stream with TLS: OpenSSL works on the socket itself. Asio's own TLS stream holds five more
// buffers of 17 KiB for each connection and copies through them.
#include <cerrno>
#include <new>
#include <utility>

#include <boost/asio/post.hpp>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include "http/stream.h"

namespace patchbay::http {
namespace {

// OpenSSL's own socket BIO raises SIGPIPE when the peer has closed.
int send_bytes(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const int fd = *static_cast<int*>(BIO_get_data(bio));
  const auto sent = ::send(fd, bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  if (sent < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int receive_bytes(BIO* bio, char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const int fd = *static_cast<int*>(BIO_get_data(bio));
  const auto received = ::recv(fd, bytes, static_cast<std::size_t>(size), 0);
  if (received < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_read(bio);
  return static_cast<int>(received);
}

long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

const BIO_METHOD* socket_method() {
  static BIO_METHOD* const kMethod = [] {
    BIO_METHOD* const made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
    BIO_meth_set_write(made, send_bytes);
    BIO_meth_set_read(made, receive_bytes);
    BIO_meth_set_ctrl(made, control);
    return made;
  }();
  return kMethod;
}

struct FreeSession {
  void operator()(SSL* session) const { SSL_free(session); }
};

class TlsStream final : public Stream {
 public:
  TlsStream(Socket socket, SSL_CTX& context)
      : Stream(std::move(socket)), session_(SSL_new(&context)) {
    BIO* const bio = session_ ? BIO_new(socket_method()) : nullptr;
    if (!bio) throw std::bad_alloc();
    fd_ = socket_.native_handle();
    socket_.native_non_blocking(true);
    BIO_set_data(bio, &fd_);
    BIO_set_init(bio, 1);
    SSL_set_bio(session_.get(), bio, bio);
  }

  Task<bool> open() override {
    const int done = co_await until_done([](SSL* session) { return SSL_accept(session); });
    co_return done == 1;
  }

  Task<std::size_t> read(asio::mutable_buffer room) override {
    const int size = co_await until_done([room](SSL* session) {
      return SSL_read(session, room.data(), static_cast<int>(room.size()));
    });
    co_return size > 0 ? static_cast<std::size_t>(size) : 0;
  }

  Task<bool> write(std::string_view bytes) override {
    const int size = co_await until_done([bytes](SSL* session) {
      return SSL_write(session, bytes.data(), static_cast<int>(bytes.size()));
    });
    co_return size > 0;
  }

  Task<void> close() override {
    // Calls SSL_shutdown once to announce the close. The peer's reply is drained.
    co_await until_done([](SSL* session) { return SSL_shutdown(session) < 0 ? -1 : 1; });
    co_await drain();
  }

 private:
  // Yields to other connections after this many steps that did not have to wait.
  static constexpr int kTurn = 16;

  // Calls `step` again whenever the socket is ready for what it needs. Returns the result of
  // `step`, or 0 or less if it cannot continue.
  template <class Step>
  Task<int> until_done(Step step) {
    if (++turn_ % kTurn == 0) co_await asio::post(socket_.get_executor(), kResume);
    for (;;) {
      ERR_clear_error();
      const int result = step(session_.get());
      if (result > 0) co_return result;
      const int reason = SSL_get_error(session_.get(), result);
      if (reason != SSL_ERROR_WANT_READ && reason != SSL_ERROR_WANT_WRITE) co_return result;
      const auto wanted = reason == SSL_ERROR_WANT_READ ? Socket::wait_read : Socket::wait_write;
      const auto [error] = co_await socket_.async_wait(wanted, kResume);
      if (error) co_return -1;
    }
  }

  int fd_ = -1;
  std::unique_ptr<SSL, FreeSession> session_;
  unsigned turn_ = 0;
};

}  // namespace

std::unique_ptr<Stream> make_tls_stream(Socket socket, SSL_CTX& context) {
  return std::make_unique<TlsStream>(std::move(socket), context);
}

}  // namespace patchbay::http
