// One connection through a relay: that of the client, and that to the other server.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <ostream>  // Boost 1.81 uses it in the next headers without including it
#include <string>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "http/relay.h"

namespace patchbay::http::relaying {

namespace net = boost::asio;
namespace beast = boost::beast;
using PlainSocket = net::ip::tcp::socket;
using TlsSocket = net::ssl::stream<PlainSocket>;
using Code = boost::system::error_code;
template <class T>
using Coroutine = net::awaitable<T>;
inline constexpr net::as_tuple_t<net::use_awaitable_t<>> kAwait{};

inline constexpr std::uint32_t kHeadBytesMax = 64 * 1024;
inline constexpr std::size_t kPieceBytes = std::size_t{32} * 1024;
// What is read and not yet understood: lines of chunks and trailers have no other bound.
inline constexpr std::size_t kBufferBytesMax = kHeadBytesMax + kPieceBytes;

template <bool is_request>
using Parser = beast::http::parser<is_request, beast::http::buffer_body>;

// What the passages of one relay share. Used on its thread only, but for the counts.
struct Shared {
  explicit Shared(Relay::Options from) : options(std::move(from)) {}

  const Relay::Options options;
  Relay::Take take;
  net::ssl::context tls{net::ssl::context::tls_client};
  std::atomic<std::uint64_t> refused = 0;
  std::atomic<std::uint64_t> requests = 0;
  std::atomic<std::uint64_t> unanswered = 0;
  std::size_t kept_bytes = 0;  // of bodies that are on their way, until they are handed over
  bool stopping = false;
};

// The copy of a body, within the bounds of the relay.
class KeptPieces {
 public:
  explicit KeptPieces(Shared& shared) : shared_(shared) {}
  ~KeptPieces() { drop(); }
  KeptPieces(const KeptPieces&) = delete;
  KeptPieces& operator=(const KeptPieces&) = delete;

  void add(const char* bytes, std::size_t count);
  [[nodiscard]] bool is_whole() const { return whole_; }
  [[nodiscard]] std::string take();
  // The body did not come or go as a whole.
  void drop();

 private:
  Shared& shared_;
  std::string bytes_;
  bool whole_ = true;
};

// The two connections. A step that takes longer than the timeout closes both.
class Passage : public std::enable_shared_from_this<Passage> {
 public:
  Passage(net::io_context& io, PlainSocket client, Shared& shared)
      : io_(io), shared_(shared), client_(std::move(client)), watchdog_(io), resolver_(io) {}

  // Passes requests on until either side ends.
  Coroutine<void> run();
  // Ends a passage that waits for a request; another ends after its reply.
  void stop();

 private:
  struct Upstream {
    Upstream(net::io_context& io, net::ssl::context& tls, bool secure) : plain(io) {
      if (secure) encrypted.emplace(io, tls);
    }
    PlainSocket& socket() { return encrypted ? encrypted->next_layer() : plain; }
    PlainSocket plain;
    std::optional<TlsSocket> encrypted;
    beast::flat_buffer buffer{kBufferBytesMax};
    bool is_used = false;  // carried a reply before
  };
  // Which one failed. What comes from `garbled` is not HTTP.
  enum class Side : std::uint8_t { none, from, garbled, to };

  void touch();
  void close();
  void watch();
  // Ends the passage if the other server ends its connection while no request is under way.
  void watch_idle();
  // Returns whether another request may follow.
  Coroutine<bool> pass_one();
  Coroutine<bool> connect();
  Coroutine<bool> shake_hands(TlsSocket& stream);
  // Ends the connection to the other server, so that it takes nothing for a whole request.
  Coroutine<void> refuse(int status, std::string what);
  template <class Stream>
  Coroutine<bool> exchange(Stream& stream, Parser<true>& request);
  template <class Stream>
  Coroutine<bool> give_back(Stream& stream, Parser<false>& reply, Passed passed, KeptPieces& sent,
                            bool is_last);
  template <class Stream>
  Coroutine<Code> read_reply(Stream& stream, std::optional<Parser<false>>& reply, bool is_head);
  template <bool is_request, class From, class To>
  Coroutine<Side> pump(From& from, beast::flat_buffer& buffer, Parser<is_request>& parser, To& to,
                       KeptPieces& kept);

  net::io_context& io_;
  Shared& shared_;
  PlainSocket client_;
  beast::flat_buffer buffer_{kBufferBytesMax};
  std::unique_ptr<Upstream> upstream_;
  net::steady_timer watchdog_;
  net::ip::tcp::resolver resolver_;
  std::chrono::steady_clock::time_point due_;
  bool is_idle_ = false;
  bool is_closed_ = false;
};

}  // namespace patchbay::http::relaying
