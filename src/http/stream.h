// Bytes in and out of one connection, plain or under TLS.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

#include <boost/asio/buffer.hpp>

#include "http/server_state.h"

namespace patchbay::http {

// One operation at a time, on the socket's strand, while the stream lives.
class Stream {
 public:
  explicit Stream(Socket socket) : socket_(std::move(socket)) {}
  virtual ~Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // Makes it ready to read and write; false where the peer does not speak TLS as we do.
  virtual Task<bool> open() = 0;
  // How many bytes came into `room`; none where the peer is gone or `cancel` was called.
  virtual Task<std::size_t> read(asio::mutable_buffer room) = 0;
  // False where not all of `bytes` went out.
  virtual Task<bool> write(std::string_view bytes) = 0;
  // Says that nothing more will be sent, and takes what still comes until the peer closes too or
  // `cancel` is called: closing at once would reset the connection, and the peer might never read
  // what was sent last.
  virtual Task<void> close() = 0;
  // Ends the operation that is being waited for.
  void cancel();

 protected:
  // `close`, below TLS.
  Task<void> drain();

  Socket socket_;
};

[[nodiscard]] std::unique_ptr<Stream> make_stream(Socket socket);
// `context` must outlive the stream.
[[nodiscard]] std::unique_ptr<Stream> make_tls_stream(Socket socket, SSL_CTX& context);

}  // namespace patchbay::http
