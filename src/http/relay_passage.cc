// Reads heads, connects, and pumps bodies from one side to the other.
#include "http/relay_passage.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <tuple>
#include <vector>

#include <boost/asio/write.hpp>

#include "base/text.h"

#ifndef __clang__
// g++ 12 sees Asio's operator delete for coroutine frames without the matching operator new.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace patchbay::http::relaying {
namespace {

namespace bh = beast::http;

constexpr std::size_t kDrainedBytesMax = std::size_t{1} << 20;
constexpr std::string_view kOfConnection[] = {"connection", "keep-alive", "proxy-connection",
                                              "te",         "trailer",    "upgrade"};
// Without them the length of a message would be another one.
constexpr std::string_view kFraming[] = {"content-length", "transfer-encoding", "host"};

bool is_listed(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// Removes the headers that are about one connection, and those that Connection names.
void strip(bh::fields& fields) {
  std::vector<std::string> gone(std::begin(kOfConnection), std::end(kOfConnection));
  const auto [first, last] = fields.equal_range(bh::field::connection);
  for (auto each = first; each != last; ++each)
    for (const std::string_view token : split(std::string_view(each->value()), ','))
      if (const std::string name = lower(trim(token)); !name.empty() && !is_listed(kFraming, name))
        gone.push_back(name);
  for (const std::string& name : gone) fields.erase(name);
}

// Whether every server reads the same length out of this head. A server that reads another one
// takes a part of the body for a request, which no client sent.
bool has_one_length(const bh::fields& fields) {
  const std::size_t encodings = fields.count(bh::field::transfer_encoding);
  const std::size_t lengths = fields.count(bh::field::content_length);
  if (encodings + lengths > 1) return false;
  if (encodings != 0) return beast::iequals(fields[bh::field::transfer_encoding], "chunked");
  const auto length = fields[bh::field::content_length];
  return lengths == 0 || (!length.empty() && std::ranges::all_of(length, [](char each) {
           return '0' <= each && each <= '9';
         }));
}

// Whether the bytes are at fault, and not their end.
bool is_garbled(const Code& error) {
  return error.category() == make_error_code(bh::error::bad_version).category() &&
         error != bh::error::end_of_stream && error != bh::error::partial_message;
}

Headers headers_of(const bh::fields& fields) {
  Headers out;
  for (const auto& each : fields)
    if (each.name() != bh::field::transfer_encoding)
      out.emplace_back(std::string(each.name_string()), std::string(each.value()));
  return out;
}

Request request_of(const Parser<true>& parser) {
  const auto& head = parser.get();
  const std::string_view target(head.target().data(), head.target().size());
  const std::size_t mark = std::min(target.find('?'), target.size());
  return {.method = std::string(head.method_string()),
          .path = std::string(target.substr(0, mark)),
          .query = std::string(target.substr(std::min(mark + 1, target.size()))),
          .headers = headers_of(head)};
}

}  // namespace

void KeptPieces::add(const char* bytes, std::size_t count) {
  if (!whole_) return;
  if (bytes_.size() + count > shared_.options.kept_bytes_max ||
      shared_.kept_bytes + count > shared_.options.kept_all_bytes_max)
    return drop();
  bytes_.append(bytes, count);
  shared_.kept_bytes += count;
}

void KeptPieces::drop() {
  whole_ = false;
  shared_.kept_bytes -= bytes_.size();
  bytes_ = {};
}

std::string KeptPieces::take() {
  shared_.kept_bytes -= bytes_.size();
  return std::exchange(bytes_, {});
}

void Passage::touch() { due_ = std::chrono::steady_clock::now() + shared_.options.timeout; }

void Passage::close() {
  is_closed_ = true;
  Code ignored;
  std::ignore = client_.close(ignored);
  if (upstream_) std::ignore = upstream_->socket().close(ignored);
  resolver_.cancel();
  watchdog_.cancel();
}

void Passage::stop() {
  if (is_idle_) close();
}

void Passage::watch() {
  watchdog_.expires_at(due_);
  watchdog_.async_wait([self = shared_from_this()](const Code& error) {
    if (error || self->is_closed_) return;
    if (std::chrono::steady_clock::now() >= self->due_) return self->close();
    self->watch();
  });
}

void Passage::watch_idle() {
  if (!upstream_) return;
  upstream_->socket().async_wait(PlainSocket::wait_read,
                                 [self = shared_from_this()](const Code& error) {
                                   if (!error && self->is_idle_) self->close();
                                 });
}

Coroutine<void> Passage::run() {
  const auto self = shared_from_this();
  touch();
  watch();
  Code ignored;
  std::ignore = client_.set_option(net::ip::tcp::no_delay(true), ignored);
  while (!is_closed_ && !shared_.stopping && co_await pass_one()) continue;
  close();
}

Coroutine<bool> Passage::pass_one() {
  Parser<true> request;
  request.header_limit(kHeadBytesMax);
  request.body_limit(boost::none);
  touch();
  // What was sent ahead is a request already.
  is_idle_ = buffer_.size() == 0;
  if (is_idle_) watch_idle();
  const auto [error, read] = co_await bh::async_read_header(client_, buffer_, request, kAwait);
  std::ignore = read;
  const bool was_idle = std::exchange(is_idle_, false);
  Code ignored;
  if (upstream_ && was_idle) std::ignore = upstream_->socket().cancel(ignored);
  if (is_closed_ || error == bh::error::end_of_stream) co_return false;
  if (error == bh::error::header_limit) {
    co_await refuse(431, "The head of the request is longer than 65536 bytes.");
    co_return false;
  }
  if (error) {
    if (error.category() == make_error_code(bh::error::bad_version).category())
      co_await refuse(400, "The request is not HTTP/1.1.");
    co_return false;
  }
  if (!has_one_length(request.get())) {
    co_await refuse(400, "The length of the request is not given in one way.");
    co_return false;
  }
  ++shared_.requests;
  if (request.get().method() == bh::verb::connect) {
    co_await refuse(501, "CONNECT is not passed on.");
    co_return false;
  }
  if (!upstream_ && !co_await connect()) {
    ++shared_.unanswered;
    co_await refuse(502, "The upstream cannot be connected to.");
    co_return false;
  }
  if (auto& encrypted = upstream_->encrypted) co_return co_await exchange(*encrypted, request);
  co_return co_await exchange(upstream_->plain, request);
}

Coroutine<bool> Passage::connect() {
  const Url& url = shared_.options.upstream;
  touch();
  const auto [error, found] =
      co_await resolver_.async_resolve(url.host, std::to_string(url.port), kAwait);
  if (error) co_return false;
  upstream_ = std::make_unique<Upstream>(io_, shared_.tls, url.secure);
  for (const auto& each : found) {
    Code ignored;
    std::ignore = upstream_->socket().close(ignored);
    touch();
    const auto [refused] = co_await upstream_->socket().async_connect(each.endpoint(), kAwait);
    if (is_closed_) co_return false;
    if (refused) continue;
    std::ignore = upstream_->socket().set_option(net::ip::tcp::no_delay(true), ignored);
    auto& encrypted = upstream_->encrypted;
    if (!encrypted || co_await shake_hands(*encrypted)) co_return true;
    break;
  }
  upstream_.reset();
  co_return false;
}

Coroutine<bool> Passage::shake_hands(TlsSocket& stream) {
  const Url& url = shared_.options.upstream;
  if (!url.is_literal) SSL_set_tlsext_host_name(stream.native_handle(), url.host.c_str());
  stream.set_verify_callback(net::ssl::host_name_verification(url.host));
  const auto [error] = co_await stream.async_handshake(net::ssl::stream_base::client, kAwait);
  co_return !error;
}

Coroutine<void> Passage::refuse(int status, std::string what) {
  bh::response<bh::string_body> reply{bh::int_to_status(static_cast<unsigned>(status)), 11};
  reply.set(bh::field::content_type, "text/plain; charset=utf-8");
  reply.body() = std::move(what) + '\n';
  reply.keep_alive(false);
  reply.prepare_payload();
  touch();
  Code ignored;
  if (upstream_) std::ignore = upstream_->socket().close(ignored);
  const auto [error, written] = co_await bh::async_write(client_, reply, kAwait);
  std::ignore = written;
  if (error) co_return;
  // A connection that is closed over unread bytes is reset, and the reply would be lost.
  std::ignore = client_.shutdown(PlainSocket::shutdown_send, ignored);
  std::array<char, 4096> rest{};
  for (std::size_t drained = 0; drained < kDrainedBytesMax;) {
    const auto [ended, count] = co_await client_.async_read_some(net::buffer(rest), kAwait);
    if (ended) co_return;
    drained += count;
  }
}

template <bool is_request, class From, class To>
Coroutine<Passage::Side> Passage::pump(From& from, beast::flat_buffer& buffer,
                                       Parser<is_request>& parser, To& to, KeptPieces& kept) {
  bh::serializer<is_request, bh::buffer_body> writer(parser.get());
  auto& body = parser.get().body();
  body = {.data = nullptr, .size = 0, .more = true};
  const auto [head_error, head] = co_await bh::async_write_header(to, writer, kAwait);
  std::ignore = head;
  if (head_error) co_return Side::to;
  // A reply without a body may name chunks all the same, and has none: not even the last one.
  if (parser.is_done()) co_return Side::none;
  std::array<char, kPieceBytes> piece;
  while (!parser.is_done()) {
    touch();
    body = {.data = piece.data(), .size = piece.size(), .more = true};
    const auto [error, read] = co_await bh::async_read_some(from, buffer, parser, kAwait);
    std::ignore = read;
    if (error && error != bh::error::need_buffer)
      co_return is_garbled(error) ? Side::garbled : Side::from;
    const std::size_t count = piece.size() - body.size;
    if (count == 0) continue;  // an empty chunk would end the body
    kept.add(piece.data(), count);
    body = {.data = piece.data(), .size = count, .more = true};
    const auto [write_error, written] = co_await bh::async_write(to, writer, kAwait);
    std::ignore = written;
    if (write_error && write_error != bh::error::need_buffer) co_return Side::to;
  }
  body = {.data = nullptr, .size = 0, .more = false};
  if (writer.is_done()) co_return Side::none;
  const auto [end_error, end] = co_await bh::async_write(to, writer, kAwait);
  std::ignore = end;
  co_return end_error ? Side::to : Side::none;
}

template <class Stream>
Coroutine<Code> Passage::read_reply(Stream& stream, std::optional<Parser<false>>& reply,
                                    bool is_head) {
  do {
    reply.emplace();
    reply->header_limit(kHeadBytesMax);
    reply->body_limit(boost::none);
    if (is_head) reply->skip(true);
    touch();
    const auto [error, read] =
        co_await bh::async_read_header(stream, upstream_->buffer, *reply, kAwait);
    std::ignore = read;
    if (error) co_return error;
    // Several Transfer-Encoding headers are read as one list, and would be written as the first.
    if (reply->chunked() != reply->get().chunked()) co_return bh::error::bad_transfer_encoding;
  } while (reply->get().result_int() < 200);
  co_return Code{};
}

template <class Stream>
Coroutine<bool> Passage::exchange(Stream& stream, Parser<true>& request) {
  auto& head = request.get();
  const bool is_old = head.version() < 11;
  const bool is_last = !head.keep_alive() || is_old;
  const bool is_head = head.method() == bh::verb::head;
  if (beast::iequals(head[bh::field::expect], "100-continue")) {
    constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    const auto [error, written] =
        co_await net::async_write(client_, net::buffer(kContinue), kAwait);
    std::ignore = written;
    if (error) {
      ++shared_.unanswered;
      co_return false;
    }
    head.erase(bh::field::expect);
  }
  strip(head);
  Passed passed{.request = request_of(request), .response = {}};
  head.version(11);
  head.set(bh::field::host, shared_.options.upstream.host_header());
  KeptPieces kept(shared_);
  const Side failed = co_await pump(client_, buffer_, request, stream, kept);
  if (failed == Side::from || failed == Side::garbled) {
    ++shared_.unanswered;
    if (failed == Side::garbled) co_await refuse(400, "The body of the request is not HTTP/1.1.");
    co_return false;
  }
  // The other server may have answered before it read everything.
  if (failed == Side::to) kept.drop();
  std::optional<Parser<false>> reply;
  if (const Code error = co_await read_reply(stream, reply, is_head)) {
    ++shared_.unanswered;
    if (is_closed_) co_return false;
    // A used connection may end at any time: the client sees what it would see there.
    if (is_garbled(error))
      co_await refuse(502, "The reply of the upstream is not HTTP/1.1.");
    else if (!upstream_->is_used)
      co_await refuse(502, "The upstream ended the connection without a reply.");
    co_return false;
  }
  upstream_->is_used = true;
  if (is_old && reply->get().chunked()) reply->get().chunked(false);
  co_return co_await give_back(stream, *reply, std::move(passed), kept,
                               is_last || failed != Side::none);
}

template <class Stream>
Coroutine<bool> Passage::give_back(Stream& stream, Parser<false>& reply, Passed passed,
                                   KeptPieces& sent, bool is_last) {
  auto& head = reply.get();
  const bool goes_on = !is_last && !shared_.stopping && head.keep_alive() && !reply.need_eof();
  strip(head);
  passed.response.status = static_cast<int>(head.result_int());
  passed.response.headers = headers_of(head);
  head.version(11);
  head.keep_alive(goes_on);
  KeptPieces kept(shared_);
  const Side failed = co_await pump(stream, upstream_->buffer, reply, client_, kept);
  if (failed == Side::from || failed == Side::garbled) ++shared_.unanswered;
  if (failed != Side::none) kept.drop();
  passed.is_whole = sent.is_whole() && kept.is_whole();
  // Counted until here: a vendor that is slow with its reply makes no room for more.
  passed.request.body = sent.take();
  passed.response.body = kept.take();
  shared_.take(std::move(passed));
  co_return failed == Side::none&& goes_on;
}

}  // namespace patchbay::http::relaying
