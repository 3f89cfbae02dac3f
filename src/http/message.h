// A request and a reply as values: what a door sees of HTTP. Knows no socket and no customer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace patchbay::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

// One received request. `path` is the raw path before '?', still percent-encoded; `query` is what
// follows '?', raw, without it. `method` is upper case as received. `source` is the peer's address
// as text without a port. `secure` says that it came over TLS.
struct Request {
  std::string method;
  std::string path;
  std::string query;
  Headers headers;
  std::string body;
  std::string source;
  bool secure = false;

  // The value of header `name` (any case), or nothing where it is absent. Where a header is
  // repeated, the first one; `count` tells.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
  // The media type of Content-Type in lower case without parameters; empty where absent.
  [[nodiscard]] std::string content_type() const;
  // The parameter `charset` of Content-Type in lower case, without quotes; empty where absent.
  [[nodiscard]] std::string charset() const;
};

// One reply. Content-Length, Date, Server and Connection are the server's own affair.
struct Response {
  int status = 200;
  Headers headers;
  std::string body;

  // Sets header `name` to `value`, replacing one of that name.
  Response& set(std::string_view name, std::string value);
};

// Name and secret of `Authorization: BasicCredentials`, or nothing where the header is absent or
// broken (no base64, no colon, not UTF-8, or given twice).
struct BasicCredentials {
  std::string name;
  std::string secret;
};
[[nodiscard]] std::optional<BasicCredentials> basic_credentials(const Request& request);

// The token of `Authorization: Bearer`, or nothing.
[[nodiscard]] std::optional<std::string> bearer_token(const Request& request);

}  // namespace patchbay::http
