// One thread with an event loop; each exchange is a coroutine in it.
#include "http/client.h"

#include <map>
#include <optional>
#include <ostream>  // Boost 1.81 uses it in the next headers without including it
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#ifndef __clang__
// g++ 12 sees Asio's operator delete for coroutine frames without the matching operator new.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace patchbay::http {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
using Endpoint = net::ip::tcp::endpoint;
using PlainSocket = net::ip::tcp::socket;
using TlsSocket = net::ssl::stream<PlainSocket>;
using Code = boost::system::error_code;
template <class T>
using Coroutine = net::awaitable<T>;
constexpr net::as_tuple_t<net::use_awaitable_t<>> kAwait{};

using Parser = beast::http::response_parser<beast::http::string_body>;

constexpr std::uint32_t kReplyHeadBytesMax = 16 * 1024;

// A connection to one origin.
struct Link {
  Link(net::io_context& io, net::ssl::context& tls, bool secure) : plain(io) {
    if (secure) encrypted.emplace(io, tls);
  }
  PlainSocket& socket() { return encrypted ? encrypted->next_layer() : plain; }
  void close() {
    Code ignored;
    std::ignore = socket().close(ignored);
  }

  PlainSocket plain;
  std::optional<TlsSocket> encrypted;
  bool is_used = false;  // carried an exchange before
  beast::flat_buffer buffer;
};
using LinkPtr = std::unique_ptr<Link>;

// What is under way for one request.
struct Exchange {
  explicit Exchange(net::io_context& io) : deadline(io), resolver(io) {}
  net::steady_timer deadline;
  net::ip::tcp::resolver resolver;
  Link* link = nullptr;
  bool is_late = false;

  void give_up() {
    is_late = true;
    resolver.cancel();
    if (link) link->close();
  }
};
using ExchangePtr = std::shared_ptr<Exchange>;

// Gives `one` up when `timeout` has passed from now on.
void start_deadline(const ExchangePtr& one, std::chrono::milliseconds timeout) {
  one->deadline.expires_after(timeout);
  one->deadline.async_wait([one](const Code& error) {
    if (!error) one->give_up();
  });
}

class RealClient final : public Client {
 public:
  RealClient(Options options, net::ssl::context tls)
      : options_(std::move(options)),
        tls_(std::move(tls)),
        guard_(net::make_work_guard(io_)),
        thread_([this] { io_.run(); }) {}

  ~RealClient() override {
    io_.stop();
    thread_.join();
  }

  void send(ClientRequest request, std::function<void(ClientReply)> done) override {
    net::post(io_, [this, request = std::move(request), done = std::move(done)]() mutable {
      net::co_spawn(io_, run(std::move(request), std::move(done)),
                    [](const std::exception_ptr&) {});
    });
  }

 private:
  Coroutine<void> run(ClientRequest request, std::function<void(ClientReply)> done);
  [[nodiscard]] ClientReply too_long(ClientReply head) const;
  Coroutine<ClientReply> exchange(const ClientRequest& request, const ExchangePtr& one);
  // Empty: it is connected.
  Coroutine<std::string> connect(const Url& url, const ExchangePtr& one, Link& link);
  Coroutine<std::string> shake_hands(const Url& url, Link& link);
  template <class Stream>
  Coroutine<std::pair<ClientReply, bool>> talk(Stream& stream, Link& link,
                                               const ClientRequest& request,
                                               const ExchangePtr& one);
  // Hands the body out piece by piece. Empty: it ended, or no more of it is wanted.
  template <class Stream>
  Coroutine<std::string> hand_out(Stream& stream, Link& link, Parser& parser,
                                  const ClientRequest& request, const ExchangePtr& one);

  LinkPtr take_idle(const std::string& origin) {
    auto& links = idle_[origin];
    if (links.empty()) return nullptr;
    LinkPtr out = std::move(links.back());
    links.pop_back();
    return out;
  }

  const Options options_;
  net::ssl::context tls_;
  net::io_context io_{1};
  net::executor_work_guard<net::io_context::executor_type> guard_;
  std::map<std::string, std::vector<LinkPtr>> idle_;  // by origin
  std::jthread thread_;
};

ClientReply failed(std::string problem) { return {.problem = std::move(problem)}; }

std::string phrase(const Code& error) {
  if (error == net::error::connection_refused) return "the connection was refused";
  if (error == net::error::connection_reset || error == net::error::eof ||
      error == beast::http::error::end_of_stream || error == net::error::broken_pipe)
    return "the connection was closed before the reply";
  if (error == beast::http::error::body_limit) return "the reply is too long";
  if (error == beast::http::error::header_limit) return "the head of the reply is too long";
  if (error.category() == beast::http::make_error_code(beast::http::error::bad_version).category())
    return "the reply is not HTTP";
  return "the connection failed";
}

// A reply that is longer than is read.
ClientReply RealClient::too_long(ClientReply head) const {
  return options_.cuts_replies ? std::move(head) : failed(phrase(beast::http::error::body_limit));
}

Coroutine<void> RealClient::run(ClientRequest request, std::function<void(ClientReply)> done) {
  const auto one = std::make_shared<Exchange>(io_);
  start_deadline(one, options_.timeout);
  ClientReply reply;
  try {
    reply = co_await exchange(request, one);
  } catch (const std::exception&) {
    reply = failed("the request could not be sent");
  }
  one->deadline.cancel();
  if (one->is_late && reply.status == 0) reply.problem = "there was no reply in time";
  done(std::move(reply));
}

Coroutine<ClientReply> RealClient::exchange(const ClientRequest& request, const ExchangePtr& one) {
  const std::string origin = request.url.origin();
  for (;;) {
    LinkPtr link = request.is_sent_once ? nullptr : take_idle(origin);
    if (!link) {
      link = std::make_unique<Link>(io_, tls_, request.url.secure);
      const std::string problem = co_await connect(request.url, one, *link);
      if (!problem.empty()) {
        one->link = nullptr;
        co_return failed(problem);
      }
    }
    one->link = link.get();
    std::pair<ClientReply, bool> talked;
    if (auto& encrypted = link->encrypted)
      talked = co_await talk(*encrypted, *link, request, one);
    else
      talked = co_await talk(link->plain, *link, request, one);
    one->link = nullptr;
    const bool was_used = std::exchange(link->is_used, true);
    if (talked.second && idle_[origin].size() < options_.idle_max)
      idle_[origin].push_back(std::move(link));
    // The other side may have closed a connection that was kept open.
    if (talked.first.status != 0 || !was_used || one->is_late) co_return std::move(talked.first);
  }
}

Coroutine<std::string> RealClient::connect(const Url& url, const ExchangePtr& one, Link& link) {
  std::vector<Endpoint> permitted;
  if (url.is_literal) {
    if (options_.policy.permits(std::string_view(url.host)))
      permitted.emplace_back(net::ip::make_address(url.host), url.port);
  } else {
    const auto [error, found] =
        co_await one->resolver.async_resolve(url.host, std::to_string(url.port), kAwait);
    if (error) co_return "the name of the host cannot be resolved";
    for (const auto& each : found)
      if (options_.policy.permits(each.endpoint().address().to_string()))
        permitted.push_back(each.endpoint());
  }
  if (permitted.empty()) co_return "the address is not one that may be connected to";
  std::string problem = "the connection failed";
  one->link = &link;
  for (const Endpoint& to : permitted) {
    if (one->is_late) break;
    link.close();
    const auto [error] = co_await link.socket().async_connect(to, kAwait);
    if (error) {
      problem = phrase(error);
      continue;
    }
    Code ignored;
    std::ignore = link.socket().set_option(net::ip::tcp::no_delay(true), ignored);
    if (url.secure) co_return co_await shake_hands(url, link);
    co_return std::string();
  }
  co_return problem;
}

Coroutine<std::string> RealClient::shake_hands(const Url& url, Link& link) {
  if (!link.encrypted) co_return "the connection is not encrypted";
  TlsSocket& stream = *link.encrypted;
  if (!url.is_literal) SSL_set_tlsext_host_name(stream.native_handle(), url.host.c_str());
  stream.set_verify_callback(net::ssl::host_name_verification(url.host));
  const auto [error] = co_await stream.async_handshake(net::ssl::stream_base::client, kAwait);
  if (!error) co_return std::string();
  co_return SSL_get_verify_result(stream.native_handle()) == X509_V_OK
      ? "the TLS handshake failed"
      : "the certificate cannot be trusted";
}

template <class Stream>
Coroutine<std::string> RealClient::hand_out(Stream& stream, Link& link, Parser& parser,
                                            const ClientRequest& request, const ExchangePtr& one) {
  while (!parser.is_done()) {
    const auto [error, read] =
        co_await beast::http::async_read_some(stream, link.buffer, parser, kAwait);
    std::ignore = read;
    const std::string piece = std::exchange(parser.get().body(), {});
    if (!piece.empty() && !request.take(piece)) co_return std::string();
    if (error) co_return phrase(error);
    start_deadline(one, options_.timeout);
  }
  co_return std::string();
}

// What a reply says before its body.
ClientReply head_of(const Parser& parser) {
  const auto& reply = parser.get();
  ClientReply out{.status = static_cast<int>(reply.result_int())};
  const auto retry_after = reply[beast::http::field::retry_after];
  out.retry_after.assign(retry_after.data(), retry_after.size());
  for (const auto& each : reply)
    out.headers.emplace_back(std::string(each.name_string()), std::string(each.value()));
  return out;
}

// The reply, and whether the connection can be used again.
template <class Stream>
Coroutine<std::pair<ClientReply, bool>> RealClient::talk(Stream& stream, Link& link,
                                                         const ClientRequest& request,
                                                         const ExchangePtr& one) {
  beast::http::request<beast::http::string_body> message;
  message.version(11);
  message.method_string(request.method);
  message.target(request.url.target);
  message.set(beast::http::field::host, request.url.host_header());
  message.set(beast::http::field::user_agent, "Patchbay");
  for (const auto& [name, value] : request.headers) message.set(name, value);
  message.body() = request.body;
  message.prepare_payload();
  const auto [write_error, written] = co_await beast::http::async_write(stream, message, kAwait);
  std::ignore = written;
  if (write_error) co_return std::pair{failed(phrase(write_error)), false};
  Parser parser;
  parser.header_limit(kReplyHeadBytesMax);
  if (request.take || options_.cuts_replies)
    parser.body_limit(boost::none);
  else
    parser.body_limit(options_.reply_bytes_max);
  if (request.method == "HEAD") parser.skip(true);
  const auto [head_error, head_read] =
      co_await beast::http::async_read_header(stream, link.buffer, parser, kAwait);
  std::ignore = head_read;
  if (head_error) co_return std::pair{failed(phrase(head_error)), false};
  ClientReply out = head_of(parser);
  if (request.take && out.status == 200) {
    out.problem = co_await hand_out(stream, link, parser, request, one);
    co_return std::pair{std::move(out), parser.is_done() && parser.keep_alive()};
  }
  if (parser.content_length().value_or(0) > options_.reply_bytes_max)
    co_return std::pair{too_long(std::move(out)), false};
  parser.body_limit(options_.reply_bytes_max);
  const auto [read_error, read] =
      co_await beast::http::async_read(stream, link.buffer, parser, kAwait);
  std::ignore = read;
  if (read_error == beast::http::error::body_limit)
    co_return std::pair{too_long(std::move(out)), false};
  if (read_error) co_return std::pair{failed(phrase(read_error)), false};
  out.body = parser.get().body().substr(0, options_.kept_bytes_max);
  co_return std::pair{std::move(out), parser.keep_alive()};
}

}  // namespace

std::expected<std::unique_ptr<Client>, std::string> Client::open(Options options) {
  net::ssl::context tls(net::ssl::context::tls_client);
  Code error;
  std::ignore = tls.set_options(net::ssl::context::no_tlsv1 | net::ssl::context::no_tlsv1_1, error);
  std::ignore = tls.set_verify_mode(net::ssl::verify_peer, error);
  std::ignore = options.authorities_file.empty()
                    ? tls.set_default_verify_paths(error)
                    : tls.load_verify_file(options.authorities_file, error);
  if (error && !options.authorities_file.empty())
    return std::unexpected("Cannot read certificates of authorities from " +
                           options.authorities_file + ".");
  if (options.timeout <= std::chrono::milliseconds::zero())
    return std::unexpected("Replies cannot be waited for without a time limit.");
  return std::make_unique<RealClient>(std::move(options), std::move(tls));
}

}  // namespace patchbay::http
