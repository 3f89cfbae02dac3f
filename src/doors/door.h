// What a door is: a name, the paths it answers to, and three functions over one request.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/call/call.h"
#include "core/call/outcome.h"
#include "doors/settings.h"
#include "doors/shared/preferences.h"
#include "doors/shared/spelling.h"
#include "http/message.h"

namespace patchbay::doors {

// One route. In `pattern`, ":name" stands for one segment: "/api/2.0/customers/:id". Where a path
// matches but no method does, the answer is 405 with Allow.
struct Route {
  std::string_view method;
  std::string_view pattern;
  int id;  // the door's own enumerator
  // A GET that changes something: HEAD is not taken for it, since it must change nothing (RFC 9110,
  // section 9.2.1).
  bool changes = false;
};

// A request that found its route. `captured` holds the decoded segments in the order of the
// pattern.
struct RoutedRequest {
  const http::Request& request;
  int route;
  std::vector<std::string> captured;
};

// What decoding made of a request: a call, or a refusal or a reply that needs no call, and what the
// reply must repeat.
struct DecodedRequest {
  core::Call call;
  // The reply itself, where the door needs nobody for it. A refusal goes before it.
  std::optional<http::Response> ready;
  std::optional<Fault> refused;  // an envelope that cannot be read: nothing is asked of core
  int refused_status = 400;      // for doors that speak in HTTP statuses: 400, 413 or 415
  int route = 0;
  std::string echo;      // a correlation id, a method name: the door's own affair
  std::string base_url;  // "http://host:port", for links
  std::size_t page = 0;  // of lists
  std::size_t size = 0;
  Preferences preferences;  // filled in by the router
  // Of a request that holds many calls: each is asked for by itself, in order, and the reply is
  // made of the replies by the door's `join`. What stands above then only says how.
  std::vector<DecodedRequest> parts{};
};

// A table of a door's spellings, for the docs.
struct SpellingTable {
  std::string title;
  std::vector<Spelling> rows;
};

struct Door {
  std::string_view name;
  // Whether `path` belongs to this door, known route or not.
  bool (*owns)(std::string_view path);
  std::span<const Route> routes;
  bool slash_ok;  // whether a path may end with a slash that its pattern lacks
  DecodedRequest (*decode)(const RoutedRequest&, const Settings&);
  http::Response (*encode)(const DecodedRequest&, const Result<core::Outcome>&, const Settings&);
  // A reply where no route was reached: 400, 404, 405, 408, 413, 415, 431, 503.
  http::Response (*refuse)(int status, std::string_view what);
  // Whether its replies carry entity tags, and its writes heed If-Match.
  bool etags = false;
  // The credentials in the head of a request, whose body has not come or does not count; nothing
  // where the route has them in its body or needs none. Null: this door has none in the head.
  std::optional<core::Credentials> (*credentials)(const RoutedRequest&) = nullptr;
  // Every spelling it reads or shows; null where its names are the record's own.
  std::vector<SpellingTable> (*tables)() = nullptr;
  // Whether `Prefer: return=minimal` leaves the body out of the reply to a change.
  bool minimal = false;
  // The reply to a request of many calls, of the replies to the first so many of its parts: those
  // behind them were not asked for, since the replies before are enough for one. Null where no
  // request of this door holds many.
  http::Response (*join)(const DecodedRequest&, std::span<const http::Response>) = nullptr;
  // Whether slashes that follow one another in a path count as one.
  bool slashes_merge = false;
};

// The doors, in the order in which they are asked whether a path is theirs.
[[nodiscard]] std::span<const Door* const> all_doors();
[[nodiscard]] std::vector<std::string> door_names();

}  // namespace patchbay::doors
