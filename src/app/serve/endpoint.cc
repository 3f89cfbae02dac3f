// Parses the address and asks the kernel whether it can be bound.
#include "app/serve/endpoint.h"

#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/guarded_file.h"
#include "base/text.h"

namespace patchbay::app {
namespace {

constexpr std::uint32_t kLoopbackNet = 127;

using Address = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Address parsed(const std::string& literal) {
  addrinfo wanted{};
  wanted.ai_flags = AI_NUMERICHOST | AI_PASSIVE;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(literal.c_str(), nullptr, &wanted, &found) != 0) found = nullptr;
  Address out(found, &::freeaddrinfo);
  // inet_aton also accepts "127.1" and "0x7f.0.0.1", which a person may read as another address.
  in_addr four_numbers{};
  if (out && out->ai_family == AF_INET && ::inet_pton(AF_INET, literal.c_str(), &four_numbers) != 1)
    out.reset();
  return out;
}

// Why no socket can be bound to the address on any port; empty if one can.
std::string find_bind_problem(const std::string& literal) {
  const Address address = parsed(literal);
  if (!address) return "it is not an IPv4 or IPv6 address, such as 127.0.0.1 or [::1]";
  const Descriptor socket(::socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (::bind(socket.get(), address->ai_addr, address->ai_addrlen) == 0) return {};
  return std::strerror(errno);
}

std::optional<Endpoint> parse(const std::string& listen) {
  const auto colon = listen.rfind(':');
  std::string address = listen.substr(0, colon);
  if (address.starts_with('[') && address.ends_with(']'))
    address = address.substr(1, address.size() - 2);
  const auto port =
      colon == std::string::npos ? std::nullopt : parse_whole(listen.substr(colon + 1));
  if (!port || *port < 0 || *port > 65535 || address.empty()) return std::nullopt;
  return Endpoint{std::move(address), static_cast<std::uint16_t>(*port)};
}

}  // namespace

bool is_loopback(const std::string& address) {
  const Address found = parsed(address);
  if (!found) return false;
  if (found->ai_family == AF_INET) {
    sockaddr_in at{};
    std::memcpy(&at, found->ai_addr, sizeof at);
    return ntohl(at.sin_addr.s_addr) >> 24U == kLoopbackNet;
  }
  sockaddr_in6 at{};
  std::memcpy(&at, found->ai_addr, sizeof at);
  if (IN6_IS_ADDR_V4MAPPED(&at.sin6_addr)) return at.sin6_addr.s6_addr[12] == kLoopbackNet;
  return IN6_IS_ADDR_LOOPBACK(&at.sin6_addr);
}

bool crosses_network_in_clear(const http::Url& url) {
  return !url.secure && url.host != "localhost" && !is_loopback(url.host);
}

std::expected<Endpoint, std::string> checked_endpoint(const Config& config, bool demo) {
  auto out = parse(config.listen);
  if (!out)
    return std::unexpected("server.listen must be ADDRESS:PORT, for example 127.0.0.1:8080");
  if (demo && !is_loopback(out->address))
    return std::unexpected("--demo serves loopback addresses only: everyone knows its secrets");
  if (const std::string why = find_bind_problem(out->address); !why.empty())
    return std::unexpected("server.listen names " + out->address +
                           ", where this machine cannot listen: " + why);
  if (!is_loopback(out->address) && config.tls.certificate_file.empty() && !config.plain_http)
    return std::unexpected(
        "server.listen is " + config.listen +
        ", which other machines may reach, and there is no TLS: passwords would go over the "
        "network as they are. Set server.tls_certificate and server.tls_key, or listen on a "
        "loopback address such as 127.0.0.1, or set server.plain_http to true where TLS ends "
        "elsewhere, as at a reverse proxy");
  return *std::move(out);
}

std::string url_of(const Config& config, const Endpoint& at, std::uint16_t port) {
  const bool v6 = at.address.find(':') != std::string::npos;
  return (config.tls.certificate_file.empty() ? "http://" : "https://") +
         (v6 ? '[' + at.address + ']' : at.address) + ':' + std::to_string(port);
}

}  // namespace patchbay::app
