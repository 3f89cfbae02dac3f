// A connection's life: read a request, have it answered, write the reply, and again.
#include <algorithm>
#include <tuple>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "http/connection.h"
#include "http/reader.h"
#include "http/reply.h"
#include "http/stream.h"

namespace patchbay::http {
namespace {

constexpr std::size_t kReadBytes = 4 * 1024;
constexpr std::size_t kReadBodyBytes = 32 * 1024;
// Each slice of a reply has the whole write_timeout, so that a slow client gets a large one.
constexpr std::size_t kSliceBytes = 64 * 1024;
// How long a connection that we close takes what the client still sends.
constexpr std::chrono::milliseconds kLinger{2'000};

class Session final : public Connection {
 public:
  Session(std::shared_ptr<Runtime> runtime, Place place, const Strand& strand,
          std::unique_ptr<Stream> stream, std::string source)
      : Connection(std::move(runtime), place, strand),
        stream_(std::move(stream)),
        source_(std::move(source)),
        reader_(limits()) {}

  // Keeps itself alive while it runs.
  static Task<void> run(std::shared_ptr<Session> self, Place place) {
    bool is_open = co_await self->open();
    if (is_open && place == Place::turned_away) is_open = co_await self->turn_away();
    while (is_open) {
      is_open = co_await self->read_request();
      if (is_open) is_open = co_await self->serve_request();
    }
  }

 private:
  // What is read for: the first byte ever, the first byte of another request, the rest of a head,
  // the rest of a body.
  enum class Wait { first, idle, head, body };

  const Limits& limits() const { return runtime_.options.limits; }
  std::chrono::milliseconds timeout_of(Wait wait) const;
  Wait waiting_for(Wait before) const;
  std::string_view buffered() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
  }
  void cancel() override { stream_->cancel(); }

  // Each of these is true where the connection goes on.
  Task<bool> open();
  Task<bool> read_request();
  Task<bool> read_more(Wait wait);
  Task<bool> serve_request();
  Task<bool> refuse();
  Task<bool> turn_away();
  Task<bool> finish(const Response& response);
  Task<bool> send(const Response& response, bool goes_on);
  Task<bool> write(std::string_view bytes);

  std::unique_ptr<Stream> stream_;
  std::string source_;
  Reader reader_;
  boost::beast::flat_buffer buffer_;
  std::string out_;
  bool is_fresh_ = true;
  bool is_head_ = false;
  bool is_1_0_ = false;
};

std::chrono::milliseconds Session::timeout_of(Wait wait) const {
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

Session::Wait Session::waiting_for(Wait before) const {
  if (reader_.state() == Reader::State::body) return Wait::body;
  return buffer_.size() > 0 ? Wait::head : before;
}

Task<bool> Session::open() {
  set_deadline(limits().header_timeout);
  is_idle_ = true;
  const bool is_open = co_await stream_->open();
  is_idle_ = false;
  co_return is_open;
}

// Where the request is refused, the client has been told and the connection is over.
Task<bool> Session::read_request() {
  if (buffer_.size() == 0 && buffer_.capacity() > kReadBytes) buffer_.shrink_to_fit();
  Wait wait = std::exchange(is_fresh_, false) ? Wait::first : Wait::idle;
  set_deadline(timeout_of(wait));
  for (;;) {
    buffer_.consume(reader_.feed(buffered()));
    if (reader_.state() == Reader::State::complete) co_return true;
    if (reader_.state() == Reader::State::refused) co_return co_await refuse();
    const Wait before = std::exchange(wait, waiting_for(wait));
    if (wait == Wait::body && before != wait && reader_.expects_continue()) {
      if (!co_await write("HTTP/1.1 100 Continue\r\n\r\n")) co_return false;
    }
    // The first head has its time from the beginning, another from its first byte.
    if (wait != before && !(before == Wait::first && wait == Wait::head)) {
      set_deadline(timeout_of(wait));
    }
    if (co_await read_more(wait)) continue;
    if (!is_expired_ || wait == Wait::first || wait == Wait::idle) co_return false;
    reader_.refuse(408, "the request took too long", buffered());
    co_return co_await refuse();
  }
}

Task<bool> Session::read_more(Wait wait) {
  is_idle_ = wait == Wait::first || wait == Wait::idle;
  if (is_idle_ && runtime_.stopping) co_return false;
  const std::size_t room = wait == Wait::body ? kReadBodyBytes : kReadBytes;
  const std::size_t size = co_await stream_->read(buffer_.prepare(room));
  buffer_.commit(size);
  is_idle_ = false;
  co_return size > 0;
}

Task<bool> Session::serve_request() {
  const bool wants_more = reader_.keep_alive();
  is_head_ = reader_.is_head();
  is_1_0_ = reader_.is_1_0();
  Request request = reader_.take();
  request.source = source_;
  request.secure = runtime_.options.tls.has_value();
  const Response response = co_await handled(std::move(request));
  if (wants_more && !runtime_.stopping) co_return co_await send(response, /*goes_on=*/true);
  co_return co_await finish(response);
}

Task<bool> Session::refuse() {
  const auto& [status, path, what] = reader_.refusal();
  is_head_ = reader_.is_head();
  Response response = runtime_.refusal(status, path, what);
  if (status == 415) response.set("Accept-Encoding", std::string(kCodings));
  co_return co_await finish(response);
}

Task<bool> Session::turn_away() {
  Response response = runtime_.refusal(503, {}, "there are too many connections");
  response.set("Retry-After", "1");
  co_return co_await finish(response);
}

Task<bool> Session::finish(const Response& response) {
  const bool is_sent = co_await send(response, /*goes_on=*/false);
  if (!is_sent) co_return false;
  set_deadline(kLinger);
  co_await stream_->close();
  co_return false;
}

// The head and the first of the body go out in one write, the rest as it is.
Task<bool> Session::send(const Response& response, bool goes_on) {
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

Task<bool> Session::write(std::string_view bytes) {
  set_deadline(limits().write_timeout);
  return stream_->write(bytes);
}

std::string text_of(asio::ip::address address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  }
  return address.to_string();
}

}  // namespace

void serve(const std::shared_ptr<Runtime>& runtime, Socket socket, Place place) {
  Code error;
  const Tcp::endpoint peer = socket.remote_endpoint(error);
  if (error) return;
  std::ignore = socket.set_option(Tcp::no_delay(true), error);
  const Strand strand = socket.get_executor();
  // The stream keeps the context that it began with.
  const TlsContext tls = runtime->tls.get();
  auto stream = tls ? make_tls_stream(std::move(socket), *tls) : make_stream(std::move(socket));
  auto session =
      std::make_shared<Session>(runtime, place, strand, std::move(stream), text_of(peer.address()));
  // What ends a session early, such as memory running out, ends only that session.
  asio::co_spawn(strand, Session::run(std::move(session), place), [](const std::exception_ptr&) {});
}

}  // namespace patchbay::http
