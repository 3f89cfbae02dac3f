// Matching paths against patterns, segment by segment.
#include "doors/router.h"

#include <algorithm>

#include "base/text.h"
#include "doors/how.h"
#include "wire/form.h"

namespace patchbay::doors {
namespace {

// The raw segments that a pattern captures, or nothing where it does not match.
std::optional<std::vector<std::string_view>> match(std::string_view pattern,
                                                   std::string_view path) {
  std::vector<std::string_view> captured;
  const auto wanted = split(pattern, '/');
  const auto given = split(path, '/');
  if (wanted.size() != given.size()) return std::nullopt;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const bool captures = wanted[i].starts_with(':');
    if (captures ? given[i].empty() : wanted[i] != given[i]) return std::nullopt;
    if (captures) captured.push_back(given[i]);
  }
  return captured;
}

// A HEAD is a GET whose body stays behind.
bool answers(const Route& route, std::string_view method) {
  return route.method == method || (method == "HEAD" && route.method == "GET");
}

}  // namespace

const Door& Router::owner(std::string_view path) const {
  const auto found = std::find_if(doors_.begin(), doors_.end(),
                                  [&](const Door* door) { return door->owns(path); });
  return found != doors_.end() ? **found : *doors_.back();
}

http::Response Router::encode(const Door& door, const Asked& asked,
                              const Result<core::Outcome>& outcome) const {
  http::Response response = door.encode(asked, outcome, settings_);
  say_how(response, door, asked, outcome);
  return response;
}

http::Response Router::refuse(int status, std::string_view path, std::string_view what) const {
  return owner(path).refuse(status, what);
}

Routed Router::route(const http::Request& request) const {
  const Door& door = owner(request.path);
  std::string_view path = request.path;
  if (door.slash_ok && path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  std::string allowed;
  std::string_view pattern;
  for (const Route& route : door.routes) {
    const auto captured = match(route.pattern, path);
    if (!captured) continue;
    pattern = route.pattern;
    if (!answers(route, request.method)) {
      if (!allowed.empty()) allowed += ", ";
      allowed += route.method;
      if (route.method == "GET") allowed += ", HEAD";
      continue;
    }
    Arrival arrival{request, route.id, {}};
    for (const std::string_view segment : *captured) {
      auto decoded = wire::form::decode_component(segment);
      if (!decoded) return {&door, pattern, door.refuse(400, "the path is not valid UTF-8")};
      arrival.captured.push_back(std::move(*decoded));
    }
    Asked asked = door.decode(arrival, settings_);
    read_how(request, door, asked);
    asked.call.how.version_needed = settings_.require_if_match && door.etags;
    if (asked.ready && !asked.refused) return {&door, pattern, std::move(*asked.ready)};
    return {&door, pattern, std::move(asked)};
  }
  if (pattern.empty()) return {&door, {}, door.refuse(404, "there is nothing at this path")};
  http::Response refused =
      door.refuse(405, "the method is not one of those this path takes: " + allowed);
  refused.set("Allow", allowed);
  return {&door, pattern, std::move(refused)};
}

}  // namespace patchbay::doors
