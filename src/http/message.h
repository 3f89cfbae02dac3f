// An HTTP request and response as values: what a door sees of HTTP. Knows neither sockets nor
// customers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace patchbay::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

// One received request. `path` is the raw path before '?', still percent-encoded. `query` is the
// raw text after '?'. `method` is upper case as received. `source` is the peer's address as text
// without a port. `secure` is true for a request over TLS.
struct Request {
  std::string method;
  std::string path;
  std::string query;
  Headers headers;
  std::string body;
  std::string source;
  bool secure = false;

  // The value of header `name` (any case), or nothing if it is absent. If a header is repeated, the
  // value of the first one; see `count`.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
  // The media type of Content-Type in lower case without parameters; empty if absent.
  [[nodiscard]] std::string content_type() const;
  // The parameter `charset` of Content-Type in lower case without quotes; empty if absent.
  [[nodiscard]] std::string charset() const;
};

// One response. The server adds Content-Length, Date, Server and Connection itself.
struct Response {
  int status = 200;
  Headers headers;
  std::string body;

  // Sets header `name` to `value` and replaces an earlier value.
  Response& set(std::string_view name, std::string value);
};

// Name and password of `Authorization: Basic`. Nothing if the header is absent, repeated or
// malformed (not base64, no colon, not UTF-8).
struct BasicCredentials {
  std::string name;
  std::string secret;
};
[[nodiscard]] std::optional<BasicCredentials> basic_credentials(const Request& request);

// The token of `Authorization: Bearer`, or nothing.
[[nodiscard]] std::optional<std::string> bearer_token(const Request& request);

}  // namespace patchbay::http
