// From a request to its door and route: 404 and 405 are answered here, in the door's own envelope.
#pragma once

#include <span>
#include <variant>

#include "doors/door.h"

namespace patchbay::doors {

// A request that found its route and was decoded; or the reply, where it did not.
struct RoutingResult {
  const Door* door;          // whose words the reply is in
  std::string_view pattern;  // of the route, for logs and metrics; empty where there is none
  std::variant<DecodedRequest, http::Response> result;
  // Why the caller is not heard: the body was not looked at.
  std::optional<Fault> caller_fault{};
};

class Router {
 public:
  // What is handed in outlives this. A path that no door owns is answered by the last door.
  Router(std::span<const Door* const> doors, const Settings& settings)
      : doors_(doors), settings_(settings) {}

  // Any thread. Where the caller's credentials belong in the head and are missing there, a body is
  // not read.
  [[nodiscard]] RoutingResult route(const http::Request& request) const;
  // The same for a head whose body has not come: `then` holds no more than who asks, as far as the
  // head says it.
  [[nodiscard]] RoutingResult route_head(const http::Request& head) const;
  [[nodiscard]] http::Response encode(const Door& door, const DecodedRequest& decoded,
                                      const Result<core::Outcome>& outcome) const;
  // The reply to a request of many calls.
  [[nodiscard]] http::Response join(const Door& door, const DecodedRequest& decoded,
                                    std::span<const http::Response> parts) const;
  // The reply to a request that the server refuses before it is routed.
  [[nodiscard]] http::Response refuse(int status, std::string_view path,
                                      std::string_view what) const;
  [[nodiscard]] const Door& owner(std::string_view path) const;

 private:
  // Whose a path is, and how that door reads it.
  struct OwnedPath {
    const Door& door;
    std::string path;
  };
  [[nodiscard]] OwnedPath owned(std::string_view path) const;
  // What a request comes to once it has found its route.
  using Read = DecodedRequest (Router::*)(const Door&, const RoutedRequest&,
                                          std::optional<Fault>& caller_fault) const;
  [[nodiscard]] RoutingResult find(const http::Request& request, Read read) const;
  [[nodiscard]] DecodedRequest read_head(const Door& door, const RoutedRequest& routed,
                                         std::optional<Fault>& caller_fault) const;
  [[nodiscard]] DecodedRequest read_all(const Door& door, const RoutedRequest& routed,
                                        std::optional<Fault>& caller_fault) const;

  std::span<const Door* const> doors_;
  const Settings& settings_;
};

}  // namespace patchbay::doors
