// An HTTP request and response as values: what a door sees of HTTP. Knows neither sockets nor
// customers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/guarded_file.h"

namespace patchbay::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

// Keeps a body that is too long for memory.
class BodyFile {
 public:
  virtual ~BodyFile() = default;
  // Appends `bytes`, and calls `done` once, on any thread, with whether they are kept. Called again
  // only after that. A `done` that is dropped means that they are not.
  virtual void append(std::string bytes, std::move_only_function<void(bool)> done) = 0;
  // The whole body, once nothing more is appended. Open for reading as long as this lives.
  [[nodiscard]] virtual const Descriptor& descriptor() const = 0;
  // 32 bytes of a hash of the whole body.
  [[nodiscard]] virtual std::string digest() const = 0;
};

// Where a body is kept.
enum class BodyPlace : std::uint8_t {
  memory,
  file,            // in a BodyFile, if it is long or its length is not known
  file_if_needed,  // in a BodyFile, if it is too long for memory or its length is not known
};

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
  bool takes_file = false;  // of a head: the gate may give a BodyFile for its body
  // Has the body in place of `body`, if the gate gave one (http/server.h).
  std::shared_ptr<BodyFile> body_file{};

  // The value of header `name` (any case), or nothing if it is absent. If a header is repeated, the
  // value of the first one; see `count`.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
  // The media type of Content-Type in lower case without parameters; empty if absent.
  [[nodiscard]] std::string content_type() const;
  // The parameter `charset` of Content-Type in lower case without quotes; empty if absent.
  [[nodiscard]] std::string charset() const;
};

// The rest of a body that is made while it is sent. Its length need not be known.
class BodySource {
 public:
  using Take = std::move_only_function<void(std::string)>;

  virtual ~BodySource() = default;
  // Calls `take` once with the next bytes, now or later, on any thread; with none if the body ends.
  // The server asks again only after the bytes before are written, so a slow reader is never ahead
  // of itself by more than one piece. A `take` that is dropped ends the body. Nothing is kept by
  // `take`: when the body ends or its reader closes, the source is destroyed.
  virtual void next(Take take) = 0;
  // Whether a reader must know if the body is whole. Then the connection is cut, with no end of the
  // body, if a `take` is dropped, and a server that stops lets the body go on for as long as it
  // waits for other requests.
  [[nodiscard]] virtual bool must_be_whole() const { return false; }
};

// One response. The server adds Content-Length or Transfer-Encoding, Date, Server and Connection
// itself.
struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  // What follows `body`; null if nothing does.
  std::shared_ptr<BodySource> rest{};
  // Of a gate's reply: what is to keep the body of the request; null: memory.
  std::shared_ptr<BodyFile> body_file{};

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
