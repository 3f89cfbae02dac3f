// Where the server listens, and whether it may listen there with its settings.
#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "app/config/config.h"
#include "http/url.h"

namespace patchbay::app {

struct Endpoint {
  std::string address;  // an IPv4 or IPv6 literal
  std::uint16_t port = 0;
};

// The endpoint that `config` names. A `demo` is served on loopback addresses only. The error is a
// sentence for the operator: the address is malformed, does not belong to this machine, or would
// send passwords over a network in plain text.
[[nodiscard]] std::expected<Endpoint, std::string> checked_endpoint(const Config& config,
                                                                    bool demo);

// Whether the address can be reached from this machine only.
[[nodiscard]] bool is_loopback(const std::string& address);
// Whether requests to this URL cross a network without TLS.
[[nodiscard]] bool crosses_network_in_clear(const http::Url& url);

// "https://[::1]:8443"
[[nodiscard]] std::string url_of(const Config& config, const Endpoint& at, std::uint16_t port);

}  // namespace patchbay::app
