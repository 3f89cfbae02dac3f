// The two kinds of stream, from one template over Asio's.
#include "http/stream.h"

#include <array>
#include <tuple>
#include <type_traits>
#include <utility>

#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

namespace patchbay::http {
namespace {

constexpr std::size_t kDrainBytes = 1024;

using TlsLayer = asio::ssl::stream<Socket>;

template <class Layer>
class AsioStream final : public Stream {
 public:
  template <class... Arguments>
  explicit AsioStream(Arguments&&... arguments) : layer_(std::forward<Arguments>(arguments)...) {}

  Task<bool> open() override {
    if constexpr (kIsTls) {
      const auto [error] = co_await layer_.async_handshake(asio::ssl::stream_base::server, kResume);
      co_return !error;
    }
    co_return true;
  }

  Task<std::size_t> read(asio::mutable_buffer room) override {
    const auto [error, size] = co_await layer_.async_read_some(room, kResume);
    co_return error ? 0 : size;
  }

  Task<bool> write(std::string_view bytes) override {
    const auto [error, size] = co_await asio::async_write(layer_, asio::buffer(bytes), kResume);
    co_return !error;
  }

  Task<void> close() override {
    if constexpr (kIsTls) co_await layer_.async_shutdown(kResume);
    Code ignored;
    std::ignore = socket().shutdown(Socket::shutdown_send, ignored);
    std::array<char, kDrainBytes> drain;
    for (bool is_open = true; is_open;) {
      const auto [error, size] = co_await socket().async_read_some(asio::buffer(drain), kResume);
      is_open = !error;
    }
  }

  void cancel() override {
    Code ignored;
    std::ignore = socket().cancel(ignored);
  }

 private:
  static constexpr bool kIsTls = std::is_same_v<Layer, TlsLayer>;

  Socket& socket() {
    if constexpr (kIsTls) {
      return layer_.next_layer();
    } else {
      return layer_;
    }
  }

  Layer layer_;
};

}  // namespace

std::unique_ptr<Stream> make_stream(Socket socket, asio::ssl::context* context) {
  if (context) return std::make_unique<AsioStream<TlsLayer>>(std::move(socket), *context);
  return std::make_unique<AsioStream<Socket>>(std::move(socket));
}

}  // namespace patchbay::http
