// The address of another server's page, read strictly.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace patchbay::http {

// "https://example.com:8443/hook?x=1". Nothing of it is percent-decoded.
struct Url {
  bool secure = false;
  std::string host;         // in lower case; an IPv6 address without brackets
  bool is_literal = false;  // the host is an IPv4 or IPv6 address
  std::uint16_t port = 0;
  std::string target;  // path and query, at least "/"

  static constexpr std::size_t kBytesMax = 2000;

  // "https://example.com:8443", without path and query.
  [[nodiscard]] std::string origin() const;
  // The value of the header Host.
  [[nodiscard]] std::string host_header() const;
};

// Reads an http or https URL without user, password and fragment, whose port is 80, 443 or above
// 1023. IPv4 addresses must be four decimal numbers. The error is the end of a sentence about the
// URL: "must have no user and password".
[[nodiscard]] std::expected<Url, std::string> parse_url(std::string_view text);

}  // namespace patchbay::http
