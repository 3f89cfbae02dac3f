// A door: a name, the paths it answers to, and functions that decode a request and encode its
// reply.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/call/call.h"
#include "core/call/outcome.h"
#include "doors/event_format.h"
#include "doors/settings.h"
#include "doors/shared/preferences.h"
#include "doors/shared/spelling.h"
#include "http/message.h"

namespace patchbay::doors {

// One route. In `pattern`, ":name" stands for one segment: "/api/2.0/customers/:id". If a path
// matches but no method does, the reply is 405 with Allow.
struct Route {
  std::string_view method;
  std::string_view pattern;
  int id;  // the door's own enumerator
  // A GET that changes something. HEAD is refused for it, because HEAD must change nothing (RFC
  // 9110, section 9.2.1).
  bool changes = false;
  // Where its body is kept. If that may be a file, the head is first decoded without it.
  http::BodyPlace place_of_body = http::BodyPlace::memory;
  // The media type of bodies that may be kept in a file; empty: any.
  std::string_view file_media{};
};

// A request whose route is known. `captured` holds the decoded segments in the order of the
// pattern.
struct RoutedRequest {
  const http::Request& request;
  int route;
  std::vector<std::string> captured;

  // The segment at this place of `captured`; empty if the pattern has fewer.
  [[nodiscard]] std::string segment(std::size_t index) const {
    return index < captured.size() ? captured[index] : std::string();
  }
};

// How a call is made again while its caller waits for what comes later.
struct Following {
  // The reply has no end, and each outcome adds a piece. Otherwise it is sent as soon as an outcome
  // has news, at the latest after `wait_s`.
  bool is_endless = false;
  std::int64_t wait_s = 0;
  // Whether an outcome tells more than that nothing came.
  bool (*has_news)(const core::Outcome& outcome) = nullptr;
  // Lets the call go on behind what `outcome` told.
  void (*move_on)(core::Call& call, const core::Outcome& outcome) = nullptr;
  // The piece of an endless reply that tells an outcome, the fault that ends the reply, or that
  // nothing came.
  std::string (*piece)(const Result<core::Outcome>& outcome) = nullptr;
};

// The result of decoding a request: a call, or a refusal, or a reply that needs no call; and what
// the reply must repeat.
struct DecodedRequest {
  core::Call call;
  // A reply that needs no call. `refused` takes precedence.
  std::optional<http::Response> ready;
  std::optional<Fault> refused;  // the request cannot be read: core is not called
  int refused_status = 400;      // for doors that speak in HTTP statuses: 400, 413 or 415
  int route = 0;
  std::string echo;        // a correlation id or method name; only the door reads it
  std::string base_url;    // "http://host:port", for links
  bool is_secure = false;  // the request came over TLS; for cookies
  std::size_t page = 0;    // for lists
  std::size_t size = 0;
  Preferences preferences;  // filled in by the router
  // For a request that holds many calls: each part is called on its own, in order, and the door's
  // `join` combines the replies. The members above then only describe the whole request.
  std::vector<DecodedRequest> parts{};
  // For a reply that waits or has no end: the door's `encode` writes what comes first.
  std::optional<Following> following{};
};

// A table of a door's spellings, for the docs.
struct SpellingTable {
  std::string title;
  std::vector<Spelling> rows;
};

// A decision where a vendor's document is silent or contradicts itself, for docs/compatibility.md.
struct Decision {
  std::string_view id;       // "M2"
  std::string_view setting;  // the one that changes it: "m2mportal.edit_reply_root", or empty
  std::string_view text;
};

// How a door is presented on the front page, in the docs and in the greeting of the demo.
struct Presentation {
  std::string_view speaks;  // "one XML command per POST"
  std::string_view at;      // "POST /"
  // Shell commands for the demo, below a comment that says what they do. "{url}" stands for the
  // address of the server.
  std::string_view example;
};

struct Door {
  std::string_view name;
  // Whether `path` belongs to this door, even if it has no route for it.
  bool (*owns)(std::string_view path);
  std::span<const Route> routes;
  bool slash_ok;  // whether a path may end with a slash that its pattern lacks
  DecodedRequest (*decode)(const RoutedRequest&, const Settings&);
  http::Response (*encode)(const DecodedRequest&, const Result<core::Outcome>&, const Settings&);
  // The reply if no route was reached: 400, 404, 405, 408, 413, 415, 431 or 503.
  http::Response (*refuse)(int status, std::string_view what);
  // Whether its replies carry entity tags and its writes honour If-Match.
  bool etags = false;
  // The credentials in the head of a request, before its body arrives. Nothing if the route has
  // them in its body or needs none. Null: this door has none in the head.
  std::optional<core::Credentials> (*credentials)(const RoutedRequest&) = nullptr;
  // Every spelling it reads or writes; null if its names are the record's own.
  std::vector<SpellingTable> (*tables)() = nullptr;
  // Whether `Prefer: return=minimal` omits the body of the reply to a change.
  bool minimal = false;
  // Combines the replies to the first parts of a request with many calls. Fewer replies than parts
  // mean that the rest were not called, because the replies reached their size limit. Null if no
  // request of this door holds many calls.
  http::Response (*join)(const DecodedRequest&, std::span<const http::Response>) = nullptr;
  // Whether repeated slashes in a path count as one.
  bool slashes_merge = false;
  Presentation presentation{};
  std::span<const Decision> decisions{};
  // Whether what a browser sends for a page is refused unless the page is of this server under a
  // name that others cannot point at it, or under one of the operator's: reads are then refused
  // too.
  bool known_pages_only = false;
  // The forms in which it tells those who registered at it of changes.
  std::span<const EventFormat> event_formats{};
};

// The doors, in the order in which they are asked whether they own a path.
[[nodiscard]] std::span<const Door* const> all_doors();
[[nodiscard]] std::vector<std::string> door_names();
// The doors whose callers have ids of an outside system, and the number of the system.
[[nodiscard]] std::map<std::string, std::int64_t, std::less<>> ids_of_doors(
    const Settings& settings);

}  // namespace patchbay::doors
