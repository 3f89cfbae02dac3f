// Traffic: recent requests at every door with their replies, as they are kept for people who look
// for what went wrong. Contains no secrets.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/uuid.h"
#include "record/value/ids.h"

namespace patchbay::core {

// A body of a request or a reply, without its secrets.
struct KeptBody {
  std::string type;     // the media type
  std::string text;     // empty if the body was empty or is not kept
  std::string omitted;  // why the body is not kept, as a sentence; or empty
};

struct TrafficRecord {
  Uuid request;  // as in X-Request-Id
  Instant time;
  std::int64_t us = 0;  // how long the request took
  std::string door;
  std::string method;
  std::string target;  // path and query, without secrets
  std::string call;    // what the door understood: "update_customer"; empty if nothing
  std::string source;
  std::int64_t principal = 0;  // 0: the caller was not authenticated
  std::string principal_name;
  CustomerId home;  // of the principal
  int status = 0;
  std::string problem;  // the word of the fault, or empty
  // Each problem: the field in the caller's spelling, and what was wrong.
  std::vector<std::pair<std::string, std::string>> problems;
  CustomerId customer;  // that was changed, or would have been; or 0
  std::string changes;  // what a change did, as JSON; or empty
  KeptBody sent;
  KeptBody replied;
};

struct TrafficQuery {
  std::string door;       // empty: any
  std::string principal;  // the name; empty: any
  std::string problem;    // the word of the fault; empty: any
  std::string field;      // of a problem; empty: any
  std::optional<CustomerId> customer;
  std::optional<bool> refused;
  std::optional<Instant> from;
  std::optional<Instant> to;
  std::int64_t before = 0;  // position; 0: from the newest
  std::int64_t after = 0;   // position; only newer ones
  std::size_t limit = 50;
};

// Newest first. `next` is the `before` of the next page, 0 at the end; `newest` the `after` that
// asks for what comes later.
struct TrafficPage {
  std::vector<TrafficRecord> items;
  std::int64_t next = 0;
  std::int64_t newest = 0;
  bool is_kept = true;  // false: this server keeps no traffic
};

// Refused requests of one door with one problem at one field.
struct ProblemGroup {
  std::string door;
  std::string problem;
  std::string field;
  std::int64_t count = 0;
  Instant first;
  Instant last;
};
struct ProblemGroups {
  std::vector<ProblemGroup> groups;  // the most frequent first
};

// Threads: any. Throws nothing: what cannot be read is left out.
class Traffic {
 public:
  // Whether the caller may see what principals of this home sent; 0: callers that were not
  // authenticated.
  using IsVisible = std::function<bool(CustomerId home)>;

  virtual ~Traffic() = default;
  [[nodiscard]] virtual TrafficPage list(const TrafficQuery& query,
                                         const IsVisible& is_visible) = 0;
  [[nodiscard]] virtual std::optional<TrafficRecord> find(const Uuid& request) = 0;
  [[nodiscard]] virtual std::vector<ProblemGroup> problems(const IsVisible& is_visible) = 0;

  using IsWanted = std::function<bool(const TrafficRecord& record)>;
  // How many records are wanted. Looks at all of them.
  [[nodiscard]] virtual std::int64_t count(const IsWanted& is_wanted) = 0;
  // Removes the wanted records, and what the file still holds of removed ones. Returns whether that
  // was done.
  virtual bool erase(const IsWanted& is_wanted) = 0;
};

}  // namespace patchbay::core
