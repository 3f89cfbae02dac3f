// Reads the two headers strictly and from their ends, because a client can forge the entries
// further left.
#include "app/serve/proxies.h"

#include <algorithm>
#include <array>
#include <optional>

#include <arpa/inet.h>

#include "base/cidr.h"
#include "base/text.h"
#include "http/ascii.h"

namespace patchbay::app {
namespace {

constexpr std::size_t kHopsMax = 32;

// One hop as a proxy reports it. No address if the proxy gave none or hid it.
struct Hop {
  std::optional<std::string> address;
  std::string proto;
};
using Hops = std::vector<Hop>;

// An address in the form in which the server writes it. An IPv4-mapped IPv6 address becomes the
// IPv4 address.
std::optional<std::string> canonical(const std::string& text) {
  std::array<unsigned char, 16> bytes{};
  std::array<char, INET6_ADDRSTRLEN> out{};
  const bool v6 = text.contains(':');
  const int family = v6 ? AF_INET6 : AF_INET;
  if (inet_pton(family, text.c_str(), bytes.data()) != 1) return std::nullopt;
  constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (v6 && std::equal(kMapped.begin(), kMapped.end(), bytes.begin()))
    return inet_ntop(AF_INET, bytes.data() + kMapped.size(), out.data(), out.size());
  return inet_ntop(family, bytes.data(), out.data(), out.size());
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 && std::ranges::all_of(text, http::ascii::is_digit);
}

// "192.0.2.1", "192.0.2.1:4711", "[2001:db8::1]", "[2001:db8::1]:4711"; `bare_v6` without brackets.
std::optional<std::string> node_address(std::string_view node, bool bare_v6) {
  if (node.starts_with('[')) {
    const auto end = node.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view rest = node.substr(end + 1);
    const std::string_view inside = node.substr(1, end - 1);
    if (!rest.empty() && !(rest.front() == ':' && is_port(rest.substr(1)))) return std::nullopt;
    return inside.contains(':') ? canonical(std::string(inside)) : std::nullopt;
  }
  const auto colons = std::ranges::count(node, ':');
  if (colons > 1) return bare_v6 ? canonical(std::string(node)) : std::nullopt;
  const auto colon = node.find(':');
  if (colon != std::string_view::npos && !is_port(node.substr(colon + 1))) return std::nullopt;
  return canonical(std::string(node.substr(0, colon)));
}

// RFC 7239, section 6: "unknown", or an obfuscated identifier that begins with "_".
bool is_hidden(std::string_view node) {
  return http::ascii::equal_ignoring_case(node, "unknown") || node.starts_with('_');
}

// Parses a Forwarded header from its beginning.
class ForwardedParser {
 public:
  explicit ForwardedParser(std::string_view text) : rest_(text) {}

  std::optional<Hops> read() {
    Hops out;
    for (;;) {
      if (out.size() == kHopsMax || !read_element(out.emplace_back())) return std::nullopt;
      skip_blanks();
      if (rest_.empty()) return out;
      if (!take(',')) return std::nullopt;
    }
  }

 private:
  bool read_element(Hop& hop) {
    bool has_for = false;
    bool has_proto = false;
    for (;;) {
      skip_blanks();
      const std::string name = lower(take_token());
      if (name.empty() || !take('=')) return false;
      const auto value = take_value();
      if (!value) return false;
      if (name == "for") {
        if (std::exchange(has_for, true) || !read_for(*value, hop)) return false;
      } else if (name == "proto") {
        if (std::exchange(has_proto, true)) return false;
        hop.proto = lower(*value);
      }
      skip_blanks();
      if (!take(';')) return true;
    }
  }

  static bool read_for(const std::string& node, Hop& hop) {
    if (is_hidden(node)) return true;
    hop.address = node_address(node, /*bare_v6=*/false);
    return hop.address.has_value();
  }

  std::string take_token() {
    const auto end = std::ranges::find_if_not(rest_, http::ascii::is_token);
    std::string out(rest_.begin(), end);
    rest_.remove_prefix(out.size());
    return out;
  }

  std::optional<std::string> take_value() {
    if (!take('"')) {
      std::string token = take_token();
      return token.empty() ? std::nullopt : std::optional(std::move(token));
    }
    std::string out;
    while (!rest_.empty() && rest_.front() != '"') {
      if (rest_.front() == '\\') rest_.remove_prefix(1);
      if (rest_.empty()) return std::nullopt;
      out += rest_.front();
      rest_.remove_prefix(1);
    }
    return take('"') ? std::optional(std::move(out)) : std::nullopt;
  }

  bool take(char wanted) {
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void skip_blanks() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t'))
      rest_.remove_prefix(1);
  }

  std::string_view rest_;
};

// X-Forwarded-For, with what X-Forwarded-Proto says about the last hop.
std::optional<Hops> read_x_forwarded(std::string_view addresses, std::string_view protos) {
  Hops out;
  for (const std::string_view each : split(addresses, ',')) {
    const std::string_view node = trim(each);
    Hop& hop = out.emplace_back();
    if (out.size() > kHopsMax) return std::nullopt;
    if (is_hidden(node)) continue;
    hop.address = node_address(node, /*bare_v6=*/true);
    if (!hop.address) return std::nullopt;
  }
  const auto comma = protos.rfind(',');
  const std::string_view last = comma == std::string_view::npos ? protos : protos.substr(comma + 1);
  for (Hop& hop : out) hop.proto = lower(trim(last));
  return out;
}

// Joins the lines of a repeated header into one list.
std::optional<std::string> joined_header(const http::Request& request, std::string_view name) {
  std::optional<std::string> out;
  for (const auto& [key, value] : request.headers) {
    if (!http::ascii::equal_ignoring_case(key, name)) continue;
    if (out)
      *out += ", " + value;
    else
      out = value;
  }
  return out;
}

}  // namespace

bool Proxies::trusts(std::string_view address) const {
  return std::ranges::any_of(
      trusted_, [&](const std::string& block) { return block_contains(block, address); });
}

void Proxies::apply_forwarded(http::Request& request) const {
  if (trusted_.empty() || !trusts(request.source)) return;
  // Walks from the end: the report of a trusted proxy about its client is believed.
  const auto client = [&](const std::optional<Hops>& hops) -> std::optional<Hop> {
    if (!hops) return std::nullopt;
    Hop out{.address = request.source, .proto = {}};
    for (auto hop = hops->rbegin(); hop != hops->rend(); ++hop) {
      if (!hop->address) break;
      out = *hop;
      if (!trusts(*hop->address)) break;
    }
    return out;
  };
  const auto forwarded = joined_header(request, "Forwarded");
  const auto x_for = joined_header(request, "X-Forwarded-For");
  const auto x_proto = joined_header(request, "X-Forwarded-Proto");
  const auto one = forwarded ? client(ForwardedParser(*forwarded).read()) : std::nullopt;
  const auto two = x_for ? client(read_x_forwarded(*x_for, x_proto.value_or(""))) : std::nullopt;
  // A proxy may write one of the headers and pass the other on unchecked.
  if (forwarded && x_for && (!one || !two || one->address != two->address)) return;
  const auto& found = forwarded ? one : two;
  if (forwarded || x_for) {
    if (!found || !found->address) return;
    request.source = *found->address;
    if (!found->proto.empty()) request.secure = found->proto == "https";
  } else if (x_proto) {
    const auto comma = x_proto->rfind(',');
    request.secure = lower(trim(std::string_view(*x_proto).substr(
                         comma == std::string::npos ? 0 : comma + 1))) == "https";
  }
}

}  // namespace patchbay::app
