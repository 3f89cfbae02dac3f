// The loop of a connection: read a request, have it handled, write the reply, repeat.
#include <algorithm>
#include <tuple>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "http/connection.h"
#include "http/request_parser.h"
#include "http/response_head.h"
#include "http/stream.h"

namespace patchbay::http {
namespace {

constexpr std::size_t kReadBytes = 4 * 1024;
constexpr std::size_t kReadBodyBytes = 32 * 1024;
// Each slice of a reply gets the whole write_timeout, so that a slow client can receive a large
// reply.
constexpr std::size_t kSliceBytes = 64 * 1024;
// The end of a body in chunks.
constexpr std::string_view kLastChunk = "0\r\n\r\n";
// How long a connection that the server closes still reads what the client sends.
constexpr std::chrono::milliseconds kLinger{2'000};

class Session final : public Connection {
 public:
  Session(std::shared_ptr<ServerState> server_state, ConnectionKind kind, Loop& loop,
          std::unique_ptr<Stream> stream, Peer peer)
      : Connection(std::move(server_state), kind, loop, std::move(peer.network)),
        stream_(std::move(stream)),
        source_(std::move(peer.address)),
        parser_(limits(), server_state_.options.place_of_body),
        reservation_(server_state_.quotas, network()) {}

  // Keeps itself alive while it runs. `why` is the reason for a refusal, or empty.
  static Task<void> run(std::shared_ptr<Session> self, std::string_view why) {
    bool is_open = co_await self->open();
    if (is_open && !why.empty()) is_open = co_await self->reject(why);
    while (is_open) {
      is_open = co_await self->read_request();
      if (is_open) is_open = co_await self->serve_request();
    }
  }

 private:
  // What the connection reads: the first byte of the first request, the first byte of a later
  // request, the rest of a head, or the rest of a body.
  enum class ReadPhase { first, idle, head, body };

  const Limits& limits() const { return server_state_.options.limits; }
  std::chrono::milliseconds timeout_of(ReadPhase phase) const;
  ReadPhase next_phase(ReadPhase before) const;
  std::string_view buffered() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
  }
  void cancel() override { stream_->cancel(); }
  void watch_peer() override {
    stream_->watch(weak_from_this(), [this] { end_pieces(); });
  }

  // Each returns true if the connection continues.
  Task<bool> open();
  Task<bool> read_request();
  Task<bool> read_more(ReadPhase phase);
  Task<bool> serve_request();
  Task<bool> refuse();
  Task<bool> reject(std::string_view why);
  Task<bool> wait_for_body();
  Task<bool> pass_gate();
  Task<bool> keep_body();
  Task<bool> finish(const Response& response);
  Task<bool> send(const Response& response, bool goes_on);
  Task<bool> send_rest(BodySource& rest);
  Task<bool> write_piece(std::string_view bytes);
  Task<bool> write_in_slices(std::string_view bytes);
  Task<bool> write(std::string_view bytes);

  std::unique_ptr<Stream> stream_;
  std::string source_;
  RequestParser parser_;
  BodyReservation reservation_;
  std::shared_ptr<BodyFile> body_file_;  // of the current request, if it has one
  boost::beast::flat_buffer buffer_;
  std::string out_;
  bool is_fresh_ = true;
  bool is_gated_ = false;  // the gate was asked about the current request
  bool is_head_ = false;
  bool is_1_0_ = false;
};

std::chrono::milliseconds Session::timeout_of(ReadPhase phase) const {
  switch (phase) {
    case ReadPhase::idle:
      return limits().idle_timeout;
    case ReadPhase::first:
    case ReadPhase::head:
      return limits().header_timeout;
    case ReadPhase::body:
      return limits().body_timeout;
  }
  return {};
}

Session::ReadPhase Session::next_phase(ReadPhase before) const {
  if (parser_.state() == RequestParser::State::body) return ReadPhase::body;
  return buffer_.size() > 0 ? ReadPhase::head : before;
}

Task<bool> Session::open() {
  set_deadline(limits().header_timeout);
  set_idle(true);
  const bool is_open = co_await stream_->open();
  set_idle(false);
  co_return is_open;
}

// Returns false if the request was refused: the client has its reply and the connection ends.
Task<bool> Session::read_request() {
  if (buffer_.size() == 0 && buffer_.capacity() > kReadBytes) buffer_.shrink_to_fit();
  body_file_.reset();
  ReadPhase phase = std::exchange(is_fresh_, false) ? ReadPhase::first : ReadPhase::idle;
  set_deadline(timeout_of(phase));
  for (;;) {
    buffer_.consume(parser_.feed(buffered()));
    if (body_file_ && !co_await keep_body())
      parser_.refuse(503, "there is no room for the file", buffered());
    if (parser_.state() == RequestParser::State::complete) co_return true;
    if (parser_.state() == RequestParser::State::refused) co_return co_await refuse();
    const ReadPhase before = std::exchange(phase, next_phase(phase));
    bool begins = phase != before;
    if (phase == ReadPhase::body) {
      const bool was_gated = is_gated_;
      if (!co_await wait_for_body()) co_return false;
      begins |= is_gated_ != was_gated;
    }
    // The time for the first head starts with the connection, for later heads with their first
    // byte.
    if (begins && !(before == ReadPhase::first && phase == ReadPhase::head))
      set_deadline(timeout_of(phase));
    if (co_await read_more(phase)) continue;
    if (!is_expired_ || phase == ReadPhase::first || phase == ReadPhase::idle) co_return false;
    parser_.refuse(408, "the request took too long", buffered());
    co_return co_await refuse();
  }
}

// Waits for the rest of a body. This needs the gate's permission and memory from the quota.
Task<bool> Session::wait_for_body() {
  const bool is_long = parser_.expected_body_bytes() + (parser_.is_chunked() ? kReadBodyBytes : 0) >
                       kUngatedBodyBytes;
  const bool asks = parser_.expects_continue();
  if (!is_gated_ && (is_long || asks)) {
    is_gated_ = true;
    if (server_state_.gate && !co_await pass_gate()) co_return false;
    if (!body_file_) parser_.keep_in_memory();
    if (parser_.state() == RequestParser::State::refused) co_return co_await refuse();
    if (asks && !co_await write("HTTP/1.1 100 Continue\r\n\r\n")) co_return false;
  }
  if (reservation_.grow_to(parser_.body_memory())) co_return true;
  parser_.refuse(503, "there is no memory for so many bodies at once", {});
  co_return co_await refuse();
}

Task<bool> Session::pass_gate() {
  Request head = parser_.head();
  head.source = source_;
  head.secure = server_state_.options.tls.has_value();
  is_head_ = parser_.is_head_method();
  is_1_0_ = parser_.is_1_0();
  const Response response = co_await run_handler(std::move(head), server_state_.gate);
  if (response.status == kAnonymousCaller) co_return true;
  if (response.status != kAuthenticatedCaller) co_return co_await finish(response);
  body_file_ = response.body_file;
  if (reservation_.become_authenticated()) co_return true;
  parser_.refuse(503, "there is no memory for so many bodies at once", {});
  co_return co_await refuse();
}

// Gives what was read of the body to its file, once it is much or all. Each piece has the time of a
// whole body in memory.
Task<bool> Session::keep_body() {
  const bool is_complete = parser_.state() == RequestParser::State::complete;
  if (parser_.state() != RequestParser::State::body && !is_complete) co_return true;
  if (!is_complete && parser_.body_bytes() < kFilePieceBytes) co_return true;
  const bool is_kept = co_await keep_piece(*body_file_, parser_.take_body());
  set_deadline(limits().body_timeout);
  co_return is_kept;
}

Task<bool> Session::read_more(ReadPhase phase) {
  const bool is_idle = phase == ReadPhase::first || phase == ReadPhase::idle;
  if (is_idle && server_state_.stopping) co_return false;
  set_idle(is_idle);
  const std::size_t room = phase == ReadPhase::body ? kReadBodyBytes : kReadBytes;
  const std::size_t size = co_await stream_->read(buffer_.prepare(room));
  buffer_.commit(size);
  if (is_idle) set_idle(false);
  co_return size > 0;
}

Task<bool> Session::serve_request() {
  const bool wants_more = parser_.keep_alive();
  is_head_ = parser_.is_head_method();
  is_1_0_ = parser_.is_1_0();
  Request request = parser_.take();
  request.source = source_;
  request.secure = server_state_.options.tls.has_value();
  request.body_file = std::move(body_file_);
  const Response response = co_await run_handler(std::move(request), server_state_.handler);
  is_gated_ = false;
  reservation_.drop();
  // Over HTTP/1.0 only the end of the connection says where such a body ends.
  const bool ends_with_connection = response.rest && is_1_0_;
  if (wants_more && !ends_with_connection && !server_state_.stopping)
    co_return co_await send(response, /*goes_on=*/true);
  co_return co_await finish(response);
}

Task<bool> Session::refuse() {
  const auto& [status, path, what] = parser_.request_error();
  is_head_ = parser_.is_head_method();
  Response response = server_state_.error_response(status, path, what);
  if (status == 415) response.set("Accept-Encoding", std::string(kCodings));
  if (status == 503) response.set("Retry-After", "1");
  co_return co_await finish(response);
}

Task<bool> Session::reject(std::string_view why) {
  Response response = server_state_.error_response(503, {}, why);
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

// The head and the first slice of the body go out in one write, the rest of the body in slices.
Task<bool> Session::send(const Response& response, bool goes_on) {
  const bool has_body = !is_head_ && may_have_body(response.status);
  std::string_view body = response.body;
  if (!has_body || response.rest) body = {};
  out_.clear();
  write_head(out_, response, {.keep_alive = goes_on, .is_1_0 = is_1_0_},
             server_state_.options.clock.now());
  out_.append(body.substr(0, kSliceBytes));
  body.remove_prefix(std::min(body.size(), kSliceBytes));
  bool is_sent = co_await write(out_);
  if (out_.capacity() > kReadBytes) std::string{}.swap(out_);
  if (is_sent && !body.empty()) is_sent = co_await write_in_slices(body);
  if (!response.rest || !has_body || !is_sent) co_return is_sent;
  // Over HTTP/1.0 an early close would look like the end of the body.
  const bool needs_reset = is_1_0_ && response.rest->must_be_whole();
  if (needs_reset) stream_->reset_at_end(true);
  if (!response.body.empty()) is_sent = co_await write_piece(response.body);
  if (is_sent) is_sent = co_await send_rest(*response.rest);
  if (needs_reset && is_sent) stream_->reset_at_end(false);
  co_return is_sent;
}

Task<bool> Session::send_rest(BodySource& rest) {
  for (;;) {
    const auto bytes = co_await next_piece(rest);
    if (!bytes) co_return false;
    if (bytes->empty()) break;
    const bool is_sent = co_await write_piece(*bytes);
    if (!is_sent) co_return false;
  }
  if (is_1_0_) co_return true;
  co_return co_await write(kLastChunk);
}

Task<bool> Session::write_piece(std::string_view bytes) {
  std::string framed;
  if (!is_1_0_) {
    framed = chunk_of(bytes);
    bytes = framed;
  }
  const bool is_sent = co_await write_in_slices(bytes);
  co_return is_sent;
}

Task<bool> Session::write_in_slices(std::string_view bytes) {
  bool is_sent = true;
  while (is_sent && !bytes.empty()) {
    is_sent = co_await write(bytes.substr(0, kSliceBytes));
    bytes.remove_prefix(std::min(bytes.size(), kSliceBytes));
  }
  co_return is_sent;
}

Task<bool> Session::write(std::string_view bytes) {
  set_deadline(limits().write_timeout);
  return stream_->write(bytes);
}

void start(const std::shared_ptr<ServerState>& server_state, Loop& loop, Socket socket,
           ConnectionKind kind, Peer peer, std::string_view why) {
  ErrorCode ignored;
  std::ignore = socket.set_option(Tcp::no_delay(true), ignored);
  // The stream keeps the context that it started with.
  const TlsContext tls = server_state->tls.get();
  auto stream = tls ? make_tls_stream(std::move(socket), *tls) : make_stream(std::move(socket));
  auto session =
      std::make_shared<Session>(server_state, kind, loop, std::move(stream), std::move(peer));
  // An exception, such as out of memory, ends this session only.
  asio::co_spawn(loop.io, Session::run(std::move(session), why), [](const std::exception_ptr&) {});
}

}  // namespace

void serve(const std::shared_ptr<ServerState>& server_state, Loop& loop, Socket socket, Peer peer) {
  start(server_state, loop, std::move(socket), ConnectionKind::served, std::move(peer), {});
}

void reject(const std::shared_ptr<ServerState>& server_state, Loop& loop, Socket socket, Peer peer,
            std::string_view why) {
  start(server_state, loop, std::move(socket), ConnectionKind::rejected, std::move(peer), why);
}

}  // namespace patchbay::http
