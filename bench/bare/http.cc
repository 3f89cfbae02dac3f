// A bare Beast server that answers every request with the same bytes, to measure HTTP alone. Usage:
// bare_http PORT THREADS BODY_BYTES
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace patchbay::bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Constant = http::response<http::string_body>;

Constant constant(std::size_t bytes) {
  Constant out{http::status::ok, 11};
  out.set(http::field::content_type, "application/json");
  out.set(http::field::server, "bare");
  out.body() = '"' + std::string(bytes > 2 ? bytes - 2 : 0, 'x') + '"';
  out.keep_alive(true);
  out.prepare_payload();
  return out;
}

asio::awaitable<void> serve(tcp::socket socket, const Constant& constant) {
  beast::flat_buffer buffer;
  for (;;) {
    boost::system::error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    http::request<http::string_body> request;
    co_await http::async_read(socket, buffer, request, token);
    if (error) co_return;
    // A copy, because a real server has a separate reply for every request.
    Constant reply = constant;
    co_await http::async_write(socket, reply, token);
    if (error) co_return;
  }
}

asio::awaitable<void> listen(asio::io_context& context, tcp::acceptor& acceptor,
                             const Constant& constant) {
  for (;;) {
    tcp::socket socket =
        co_await acceptor.async_accept(asio::make_strand(context), asio::use_awaitable);
    socket.set_option(tcp::no_delay(true));
    const auto executor = socket.get_executor();
    asio::co_spawn(executor, serve(std::move(socket), constant), asio::detached);
  }
}

int run(int count, char** arguments) {
  if (count < 4) {
    std::fputs("bare_http PORT THREADS BODY_BYTES\n", stderr);
    return 2;
  }
  const auto port = static_cast<std::uint16_t>(std::atoi(arguments[1]));
  const int threads = std::atoi(arguments[2]);
  const Constant reply = constant(static_cast<std::size_t>(std::atoll(arguments[3])));
  asio::io_context context(threads);
  tcp::acceptor acceptor(context, {asio::ip::make_address("127.0.0.1"), port});
  asio::co_spawn(context, listen(context, acceptor, reply), asio::detached);
  std::vector<std::jthread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back([&context] { context.run(); });
  context.run();
  return 0;
}

}  // namespace
}  // namespace patchbay::bench

int main(int count, char** arguments) { return patchbay::bench::run(count, arguments); }
