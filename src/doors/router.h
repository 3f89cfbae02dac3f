// Finds the door and route of a request. Answers 404 and 405 in the door's own format.
#pragma once

#include <span>
#include <variant>

#include "doors/door.h"

namespace patchbay::doors {

// A request that found its route and was decoded, or the reply if it did not.
struct RoutingResult {
  const Door* door;          // the door whose format the reply has
  std::string_view pattern;  // of the route, for logs and metrics; empty if none
  std::variant<DecodedRequest, http::Response> result;
  // Why the caller is refused before the body is read.
  std::optional<Fault> caller_fault{};
};

class Router {
 public:
  // The references must outlive this. The last door answers a path that no door owns.
  Router(std::span<const Door* const> doors, const Settings& settings)
      : doors_(doors), settings_(settings) {}

  // Any thread. If credentials are missing in a head that must carry them, the body is not read.
  [[nodiscard]] RoutingResult route(const http::Request& request) const;
  // The same for a head without its body: the call holds only the caller, as far as the head names
  // it. If its body may be kept in a file, the call holds everything but that.
  [[nodiscard]] RoutingResult route_head(const http::Request& head) const;
  [[nodiscard]] http::BodyPlace place_of_body(const http::Request& head) const;
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
  // The door that owns a path, and the path in the form that this door uses.
  struct OwnedPath {
    const Door& door;
    std::string path;
  };
  [[nodiscard]] OwnedPath owned(std::string_view path) const;
  // The step that follows once the route is known.
  using Read = DecodedRequest (Router::*)(const Door&, const RoutedRequest&,
                                          std::optional<Fault>& caller_fault) const;
  [[nodiscard]] RoutingResult find(const http::Request& request, Read read) const;
  [[nodiscard]] static DecodedRequest read_caller(const Door& door, const RoutedRequest& routed,
                                                  std::optional<Fault>& caller_fault);
  [[nodiscard]] DecodedRequest read_head(const Door& door, const RoutedRequest& routed,
                                         std::optional<Fault>& caller_fault) const;
  [[nodiscard]] DecodedRequest read_all(const Door& door, const RoutedRequest& routed,
                                        std::optional<Fault>& caller_fault) const;

  std::span<const Door* const> doors_;
  const Settings& settings_;
};

}  // namespace patchbay::doors
