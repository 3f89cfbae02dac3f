// Where the server listens, and whether it may do so as it is set.
#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "app/config/config.h"

namespace patchbay::app {

struct Endpoint {
  std::string address;  // an IPv4 or IPv6 literal
  std::uint16_t port = 0;
};

// Where `config` says; a `demo` is served on loopback addresses only. The error is a sentence for
// the operator: it is no address, none of this machine, or passwords would go over a network as
// they are.
[[nodiscard]] std::expected<Endpoint, std::string> endpoint_of(const Config& config, bool demo);

// Whether only this machine reaches the address.
[[nodiscard]] bool is_loopback(const std::string& address);

// "https://[::1]:8443"
[[nodiscard]] std::string url_of(const Config& config, const Endpoint& at, std::uint16_t port);

}  // namespace patchbay::app
