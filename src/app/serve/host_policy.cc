// Checks Origin, Sec-Fetch-Site and Host.
#include "app/serve/host_policy.h"

#include <algorithm>

#include "base/text.h"
#include "http/ascii.h"

namespace patchbay::app {
namespace {

struct Authority {
  std::string host;  // in lower case; an IPv6 address in brackets
  std::string port;  // empty: the default port of the scheme
  bool operator==(const Authority&) const = default;
};

// Removes a final dot, which marks a name as fully qualified and names the same host.
std::string_view without_final_dot(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return name;
}

Authority authority_of(std::string_view text) {
  const auto bracket = text.rfind(']');
  const auto colon = text.rfind(':');
  const bool has_port =
      colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  return {.host = lower(without_final_dot(has_port ? text.substr(0, colon) : text)),
          .port = std::string(has_port ? text.substr(colon + 1) : std::string_view{})};
}

// The origin "https://host:port"; nothing for other text such as "null".
struct Origin {
  Authority authority;
  std::string_view own_port;
};
std::optional<Origin> parse_origin(std::string_view text) {
  constexpr std::pair<std::string_view, std::string_view> kSchemes[] = {{"http://", "80"},
                                                                        {"https://", "443"}};
  for (const auto& [scheme, port] : kSchemes)
    if (http::ascii::equal_ignoring_case(text.substr(0, scheme.size()), scheme))
      return Origin{authority_of(text.substr(scheme.size())), port};
  return std::nullopt;
}

// Whether it is an IP address, which no name server can change.
bool is_address(std::string_view host) {
  if (host.starts_with('[')) return true;
  return std::ranges::all_of(host, [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}

}  // namespace

bool HostPolicy::holds(std::string_view host) const {
  return std::ranges::find(names_, host) != names_.end();
}

bool HostPolicy::serves_host(const http::Request& request) const {
  if (names_.empty()) return true;
  return holds(authority_of(request.header("Host").value_or("")).host);
}

bool HostPolicy::is_cross_site(const http::Request& request) const {
  bool has_origin = false;
  for (const auto& [name, value] : request.headers) {
    if (!http::ascii::equal_ignoring_case(name, "Origin")) continue;
    has_origin = true;
    const auto origin = parse_origin(trim(value));
    if (!origin) return true;
    if (holds(origin->authority.host)) continue;
    // The server's own pages: the host and port of the request.
    Authority own = authority_of(request.header("Host").value_or(""));
    Authority theirs = origin->authority;
    for (Authority* each : {&own, &theirs})
      if (each->port == origin->own_port) each->port.clear();
    if (own != theirs) return true;
  }
  if (has_origin) return false;
  return std::ranges::any_of(request.headers, [](const auto& header) {
    return http::ascii::equal_ignoring_case(header.first, "Sec-Fetch-Site") &&
           trim(header.second) != "same-origin" && trim(header.second) != "none";
  });
}

bool HostPolicy::is_unknown_page(const http::Request& request) const {
  if (is_cross_site(request)) return true;
  const auto given = request.header("Origin");
  const auto origin = given ? parse_origin(trim(*given)) : std::nullopt;
  if (!origin) return false;
  const std::string& host = origin->authority.host;
  return !holds(host) && host != "localhost" && !is_address(host);
}

std::expected<std::vector<std::string>, std::string> host_names(std::string_view list) {
  std::vector<std::string> out;
  for (const std::string_view each : split(list, ',')) {
    const std::string name = lower(without_final_dot(trim(each)));
    if (name.empty() && trim(list).empty()) break;
    const bool is_v6 = name.starts_with('[') && name.ends_with(']');
    const auto fits = [&](char c) {
      return http::ascii::is_alphanumeric(c) || c == '-' || c == '.' || c == '_' ||
             (is_v6 && (c == ':' || c == '[' || c == ']'));
    };
    if (name.empty() || !std::ranges::all_of(name, fits)) return std::unexpected('"' + name + '"');
    out.push_back(name);
  }
  return out;
}

}  // namespace patchbay::app
