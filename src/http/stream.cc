// What passes on a connection, plain or TLS: read a request, have it answered, write the reply.
#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "http/connection.h"
#include "http/reader.h"
#include "http/reply.h"

namespace patchbay::http {
namespace {

constexpr std::size_t kReadBytes = 4 * 1024;
constexpr std::size_t kReadBodyBytes = 32 * 1024;
// Each slice of a reply has the whole write_timeout, so that a slow client gets a large one.
constexpr std::size_t kSliceBytes = 64 * 1024;
// How long a closed connection takes what the client still sends: closing at once would reset it,
// and the client might never read the reply.
constexpr std::chrono::milliseconds kLinger{2'000};

using TlsStream = asio::ssl::stream<Socket>;

template <class Stream>
class Session final : public Connection {
 public:
  static constexpr bool kIsTls = std::is_same_v<Stream, TlsStream>;

  Session(std::shared_ptr<Runtime> runtime, Stream stream, std::string source)
      : Connection(std::move(runtime), stream.get_executor()),
        stream_(std::move(stream)),
        source_(std::move(source)),
        reader_(limits()) {}

  // Keeps itself alive while it runs.
  static Task<void> run(std::shared_ptr<Session> self, bool is_crowded) {
    self->set_deadline(self->limits().header_timeout);
    if constexpr (kIsTls) {
      self->is_idle_ = true;
      const auto [error] =
          co_await self->stream_.async_handshake(asio::ssl::stream_base::server, kResume);
      self->is_idle_ = false;
      if (error) co_return;
    }
    if (is_crowded) {
      co_await self->turn_away();
      co_return;
    }
    for (bool is_open = true; is_open;) {
      is_open = co_await self->read_request();
      if (is_open) is_open = co_await self->serve_request();
    }
  }

 private:
  enum class Wait { first, idle, head, body };

  const Limits& limits() const { return runtime_.options.limits; }
  Socket& socket() {
    if constexpr (kIsTls) {
      return stream_.next_layer();
    } else {
      return stream_;
    }
  }
  std::string_view buffered() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
  }
  void cancel() override {
    Code ignored;
    socket().cancel(ignored);
  }

  // Reads until a request is complete: true. Where it is refused the client has been told and the
  // connection is over.
  Task<bool> read_request() {
    if (buffer_.size() == 0 && buffer_.capacity() > kReadBytes) buffer_.shrink_to_fit();
    Wait wait = std::exchange(is_fresh_, false) ? Wait::first : Wait::idle;
    set_deadline(timeout_of(wait));
    for (;;) {
      buffer_.consume(reader_.feed(buffered()));
      if (reader_.state() == Reader::State::complete) co_return true;
      if (reader_.state() == Reader::State::refused) co_return co_await refuse();
      const Wait before = std::exchange(wait, waiting_for(wait));
      // The first head has its time from the beginning, another from its first byte.
      if (wait != before && before != Wait::first) set_deadline(timeout_of(wait));
      if (wait == Wait::body && before != wait && reader_.expects_continue()) {
        if (!co_await write("HTTP/1.1 100 Continue\r\n\r\n")) co_return false;
      }
      is_idle_ = wait == Wait::first || wait == Wait::idle;
      if (is_idle_ && runtime_.stopping) co_return false;
      const std::size_t room = wait == Wait::body ? kReadBodyBytes : kReadBytes;
      const auto [error, size] = co_await stream_.async_read_some(buffer_.prepare(room), kResume);
      buffer_.commit(size);
      const bool was_idle = std::exchange(is_idle_, false);
      if (!error) continue;
      if (!is_expired_ || was_idle) co_return false;
      reader_.refuse(408, "the request took too long", buffered());
      co_return co_await refuse();
    }
  }

  Wait waiting_for(Wait before) const {
    if (reader_.state() == Reader::State::body) return Wait::body;
    return buffer_.size() > 0 ? Wait::head : before;
  }

  std::chrono::milliseconds timeout_of(Wait wait) const {
    switch (wait) {
      case Wait::idle:
        return limits().idle_timeout;
      case Wait::first:
      case Wait::head:
        return limits().header_timeout;
      case Wait::body:
        return limits().body_timeout;
    }
    return {};
  }

  // True where the connection goes on.
  Task<bool> serve_request() {
    const bool wants_more = reader_.keep_alive();
    is_head_ = reader_.is_head();
    is_1_0_ = reader_.is_1_0();
    Request request = reader_.take();
    request.source = source_;
    request.secure = kIsTls;
    const Response response = co_await handled(std::move(request));
    const bool goes_on = wants_more && !runtime_.stopping;
    const bool is_sent = co_await send(response, goes_on);
    if (is_sent && goes_on) co_return true;
    if (is_sent) co_await close();
    co_return false;
  }

  Task<bool> refuse() {
    const auto& [status, path, what] = reader_.refusal();
    is_head_ = reader_.is_head();
    if (co_await send(runtime_.refusal(status, path, what), /*goes_on=*/false)) co_await close();
    co_return false;
  }

  Task<void> turn_away() {
    Response response = runtime_.refusal(503, {}, "there are too many connections");
    response.set("Retry-After", "1");
    if (co_await send(response, /*goes_on=*/false)) co_await close();
  }

  // The head and the first of the body in one write, the rest as it is.
  Task<bool> send(const Response& response, bool goes_on) {
    std::string_view body = response.body;
    if (is_head_ || !may_have_body(response.status)) body = {};
    out_.clear();
    print_head(out_, response, {.keep_alive = goes_on, .is_1_0 = is_1_0_});
    out_.append(body.substr(0, kSliceBytes));
    body.remove_prefix(std::min(body.size(), kSliceBytes));
    bool is_sent = co_await write(out_);
    if (out_.capacity() > kReadBytes) std::string{}.swap(out_);
    while (is_sent && !body.empty()) {
      is_sent = co_await write(body.substr(0, kSliceBytes));
      body.remove_prefix(std::min(body.size(), kSliceBytes));
    }
    co_return is_sent;
  }

  Task<bool> write(std::string_view bytes) {
    set_deadline(limits().write_timeout);
    const auto [error, size] = co_await asio::async_write(stream_, asio::buffer(bytes), kResume);
    co_return !error;
  }

  Task<void> close() {
    set_deadline(kLinger);
    buffer_.clear();
    Code ignored;
    if constexpr (kIsTls) co_await stream_.async_shutdown(kResume);
    socket().shutdown(Socket::shutdown_send, ignored);
    for (bool is_open = true; is_open;) {
      const auto [error, size] =
          co_await socket().async_read_some(buffer_.prepare(kReadBytes), kResume);
      is_open = !error;
    }
  }

  Stream stream_;
  std::string source_;
  Reader reader_;
  boost::beast::flat_buffer buffer_;
  std::string out_;
  bool is_fresh_ = true;
  bool is_head_ = false;
  bool is_1_0_ = false;
};

std::string text_of(asio::ip::address address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  }
  return address.to_string();
}

template <class Stream>
void start(const std::shared_ptr<Runtime>& runtime, Stream stream, std::string source,
           bool is_crowded) {
  const Strand strand = stream.get_executor();
  auto session = std::make_shared<Session<Stream>>(runtime, std::move(stream), std::move(source));
  // What ends a session early, such as memory running out, ends only that session.
  asio::co_spawn(strand, Session<Stream>::run(std::move(session), is_crowded),
                 [](const std::exception_ptr&) {});
}

}  // namespace

void serve(const std::shared_ptr<Runtime>& runtime, Socket socket, bool is_crowded) {
  Code error;
  const Tcp::endpoint peer = socket.remote_endpoint(error);
  if (error) return;
  socket.set_option(Tcp::no_delay(true), error);
  std::string source = text_of(peer.address());
  if (runtime->tls) {
    return start(runtime, TlsStream(std::move(socket), *runtime->tls), std::move(source),
                 is_crowded);
  }
  start(runtime, std::move(socket), std::move(source), is_crowded);
}

}  // namespace patchbay::http
