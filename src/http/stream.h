// Input and output of one connection, with or without TLS.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include <boost/asio/buffer.hpp>

#include "http/server_state.h"

namespace patchbay::http {

// One operation at a time, on the thread of the socket's loop, while the stream lives.
class Stream {
 public:
  explicit Stream(Socket socket) : socket_(std::move(socket)) {}
  virtual ~Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // Prepares the stream. Returns false if the TLS handshake fails.
  virtual Task<bool> open() = 0;
  // Reads into `room` and returns the number of bytes. 0 if the peer has closed or `cancel` was
  // called.
  virtual Task<std::size_t> read(asio::mutable_buffer room) = 0;
  // Returns false if not all of `bytes` could be written.
  virtual Task<bool> write(std::string_view bytes) = 0;
  // Announces the end of output, then reads until the peer closes too or `cancel` is called.
  // Closing at once would reset the connection, and the peer might lose the last reply.
  virtual Task<void> close() = 0;
  // Ends the pending operation.
  void cancel();
  // Whether the peer gets a reset in place of an end when this is destroyed before close().
  void reset_at_end(bool resets);
  // Calls `gone` once if the peer closes before it sends anything more. Reads nothing. Does nothing
  // once `owner` is destroyed, which owns this.
  void watch(std::weak_ptr<void> owner, std::function<void()> gone);

 protected:
  // Does what `close` does, below TLS.
  Task<void> drain();

  Socket socket_;
};

[[nodiscard]] std::unique_ptr<Stream> make_stream(Socket socket);
// `context` must outlive the stream.
[[nodiscard]] std::unique_ptr<Stream> make_tls_stream(Socket socket, SSL_CTX& context);

}  // namespace patchbay::http
