// Refuses every text that two readers could understand differently.
#include "http/url.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "http/ascii.h"

namespace patchbay::http {
namespace {

constexpr std::size_t kHostNameMax = 253;
constexpr std::size_t kLabelMax = 63;
constexpr std::uint16_t kPlainPort = 80;
constexpr std::uint16_t kSecurePort = 443;
constexpr int kFirstFreePort = 1024;
constexpr int kLastPort = 65535;

using Error = std::unexpected<std::string>;

constexpr bool is_small_letter(char byte) { return byte >= 'a' && byte <= 'z'; }

bool is_v4(const std::string& text) {
  in_addr ignored{};
  return ::inet_pton(AF_INET, text.c_str(), &ignored) == 1;
}

bool is_v6(const std::string& text) {
  in6_addr ignored{};
  return ::inet_pton(AF_INET6, text.c_str(), &ignored) == 1;
}

// Whether some reader takes a name with this last label for a number, and so for an address.
bool looks_numeric(std::string_view last) {
  if (std::ranges::all_of(last, ascii::is_digit)) return true;
  return last.starts_with("0x") && std::ranges::all_of(last.substr(2), [](char byte) {
           return ascii::is_digit(byte) || (byte >= 'a' && byte <= 'f');
         });
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= kLabelMax && label.front() != '-' &&
         label.back() != '-' && std::ranges::all_of(label, [](char byte) {
           return ascii::is_digit(byte) || is_small_letter(byte) || byte == '-' || byte == '_';
         });
}

bool is_host_name(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.empty() || name.size() > kHostNameMax) return false;
  std::string_view last;
  for (std::string_view rest = name;;) {
    const std::size_t dot = rest.find('.');
    last = rest.substr(0, dot);
    if (!is_label(last)) return false;
    if (dot == std::string_view::npos) return !looks_numeric(last);
    rest.remove_prefix(dot + 1);
  }
}

std::expected<std::uint16_t, std::string> parse_port(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool is_number = !text.empty() && ascii::is_digit(text.front()) && error == std::errc() &&
                         end == text.data() + text.size();
  const bool is_free = port >= kFirstFreePort && port <= kLastPort;
  if (!is_number || (port != kPlainPort && port != kSecurePort && !is_free))
    return Error("must have the port 80, 443, or one from 1024 to 65535");
  return static_cast<std::uint16_t>(port);
}

}  // namespace

std::string Url::host_header() const {
  const std::string name = host.find(':') == std::string::npos ? host : '[' + host + ']';
  const bool is_usual = port == (secure ? kSecurePort : kPlainPort);
  return is_usual ? name : name + ':' + std::to_string(port);
}

std::string Url::origin() const { return (secure ? "https://" : "http://") + host_header(); }

std::expected<Url, std::string> parse_url(std::string_view text) {
  if (text.size() > Url::kBytesMax)
    return Error("must be at most " + std::to_string(Url::kBytesMax) + " bytes");
  if (!std::ranges::all_of(text, [](char byte) { return byte > ' ' && byte < 0x7f; }))
    return Error("must consist of printable ASCII characters without spaces");
  if (text.find_first_of("\\\"<>^`{|}") != std::string_view::npos)
    return Error("must not hold a backslash, quotes or brackets");
  if (text.find('#') != std::string_view::npos) return Error("must have no fragment");
  Url out;
  const std::size_t colon = text.find("://");
  std::string scheme(text.substr(0, colon == std::string_view::npos ? 0 : colon));
  std::ranges::transform(scheme, scheme.begin(), ascii::lower);
  if (scheme != "http" && scheme != "https") return Error("must begin with http:// or https://");
  out.secure = scheme == "https";
  text.remove_prefix(colon + 3);
  const std::size_t slash = std::min(text.find_first_of("/?"), text.size());
  std::string_view authority = text.substr(0, slash);
  out.target = std::string(text.substr(slash));
  if (!out.target.starts_with('/')) out.target.insert(0, "/");
  if (authority.find('@') != std::string_view::npos) return Error("must have no user and password");
  const bool is_bracketed = authority.starts_with('[');
  const std::size_t host_end = is_bracketed
                                   ? std::min(authority.find(']'), authority.size() - 1) + 1
                                   : std::min(authority.find(':'), authority.size());
  std::string host(authority.substr(0, host_end));
  authority.remove_prefix(host_end);
  std::ranges::transform(host, host.begin(), ascii::lower);
  if (is_bracketed) {
    if (host.size() < 2 || !host.ends_with(']')) return Error("must have a host");
    out.host = host.substr(1, host.size() - 2);
    if (!is_v6(out.host)) return Error("must have an IPv6 address in its brackets");
    out.is_literal = true;
  } else {
    out.host = host;
    out.is_literal = is_v4(host);
    if (!out.is_literal && !is_host_name(host)) return Error("must have a host name or an address");
  }
  out.port = out.secure ? kSecurePort : kPlainPort;
  if (authority.empty()) return out;
  if (!authority.starts_with(':')) return Error("must have a host name or an address");
  auto port = parse_port(authority.substr(1));
  if (!port) return Error(port.error());
  out.port = *port;
  return out;
}

}  // namespace patchbay::http
