// Matches paths against patterns, segment by segment.
#include "doors/router.h"

#include <algorithm>

#include "base/text.h"
#include "doors/shared/common_headers.h"
#include "doors/shared/session.h"
#include "wire/form.h"

namespace patchbay::doors {
namespace {

// The raw segments that a pattern captures, or nothing if it does not match.
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

// Warnings go to history and to the log. Keeps the first ones and the number of the others.
void limit_warnings(std::vector<std::string>& warnings) {
  if (warnings.size() <= kProblemsShown) return;
  const std::size_t more = warnings.size() - kProblemsShown;
  warnings.resize(kProblemsShown);
  warnings.push_back("and " + std::to_string(more) + " more");
}

// A HEAD request uses the GET route; its reply has no body.
bool accepts_head(const Route& route) { return route.method == "GET" && !route.changes; }

bool accepts_method(const Route& route, std::string_view method) {
  return route.method == method || (method == "HEAD" && accepts_head(route));
}

void apply_session(const http::Request& request, DecodedRequest& decoded) {
  core::Credentials& credentials = decoded.call.caller.credentials;
  credentials = with_session(request, std::move(credentials));
}

std::string with_slashes_merged(std::string_view path) {
  std::string out(path);
  const auto both = [](char a, char b) { return a == '/' && b == '/'; };
  out.erase(std::unique(out.begin(), out.end(), both), out.end());
  return out;
}

}  // namespace

Router::OwnedPath Router::owned(std::string_view path) const {
  if (path.contains("//")) {
    std::string merged = with_slashes_merged(path);
    if (const Door& door = owner(merged); door.slashes_merge) return {door, std::move(merged)};
  }
  return {owner(path), std::string(path)};
}

const Door& Router::owner(std::string_view path) const {
  const auto found = std::find_if(doors_.begin(), doors_.end(),
                                  [&](const Door* door) { return door->owns(path); });
  return found != doors_.end() ? **found : *doors_.back();
}

http::Response Router::encode(const Door& door, const DecodedRequest& decoded,
                              const Result<core::Outcome>& outcome) const {
  if (const auto refused = check_read_condition(decoded, outcome))
    return door.encode(decoded, std::unexpected(*refused), settings_);
  http::Response response = door.encode(decoded, outcome, settings_);
  write_common_headers(response, door, decoded, outcome);
  return response;
}

http::Response Router::join(const Door& door, const DecodedRequest& decoded,
                            std::span<const http::Response> parts) const {
  constexpr std::string_view kRehearsed = "Patchbay-Rehearsed";
  http::Response out = door.join(decoded, parts);
  const auto is_rehearsed = [&](const http::Response& part) {
    return std::ranges::find(part.headers, kRehearsed, &http::Headers::value_type::first) !=
           part.headers.end();
  };
  if (std::ranges::any_of(parts, is_rehearsed)) out.set(kRehearsed, "true");
  return out;
}

http::Response Router::refuse(int status, std::string_view path, std::string_view what) const {
  return owned(path).door.refuse(status, what);
}

DecodedRequest Router::read_caller(const Door& door, const RoutedRequest& routed,
                                   std::optional<Fault>& caller_fault) {
  DecodedRequest decoded{.route = routed.route};
  core::Caller& caller = decoded.call.caller;
  caller.door = door.name;
  caller.source = routed.request.source;
  auto given = door.credentials ? door.credentials(routed) : std::nullopt;
  if (!given) return decoded;
  caller.credentials = with_session(routed.request, std::move(*given));
  caller_fault = core::missing(caller.credentials);
  return decoded;
}

DecodedRequest Router::read_head(const Door& door, const RoutedRequest& routed,
                                 std::optional<Fault>& caller_fault) const {
  DecodedRequest decoded = read_caller(door, routed, caller_fault);
  if (!routed.request.takes_file || caller_fault) return decoded;
  return read_all(door, routed, caller_fault);
}

DecodedRequest Router::read_all(const Door& door, const RoutedRequest& routed,
                                std::optional<Fault>& caller_fault) const {
  if (!routed.request.body.empty()) {
    DecodedRequest head = read_caller(door, routed, caller_fault);
    if (caller_fault) return head;
  }
  DecodedRequest decoded = door.decode(routed, settings_);
  read_common_headers(routed.request, door, decoded);
  for (DecodedRequest& part : decoded.parts) apply_session(routed.request, part);
  apply_session(routed.request, decoded);
  const bool version_needed = settings_.require_if_match && door.etags;
  decoded.call.options.version_needed = version_needed;
  for (DecodedRequest& part : decoded.parts) part.call.options.version_needed = version_needed;
  limit_warnings(decoded.call.options.warnings);
  return decoded;
}

RoutingResult Router::route(const http::Request& request) const {
  return find(request, &Router::read_all);
}

RoutingResult Router::route_head(const http::Request& head) const {
  return find(head, &Router::read_head);
}

http::BodyPlace Router::place_of_body(const http::Request& head) const {
  const OwnedPath at = owned(head.path);
  const auto routes = at.door.routes;
  const auto found = std::ranges::find_if(routes, [&](const Route& route) {
    return route.place_of_body != http::BodyPlace::memory && accepts_method(route, head.method) &&
           match(route.pattern, at.path);
  });
  const bool is_file = found != routes.end() &&
                       (found->file_media.empty() || found->file_media == head.content_type());
  return is_file ? found->place_of_body : http::BodyPlace::memory;
}

RoutingResult Router::find(const http::Request& request, Read read) const {
  const auto [door, whole_path] = owned(request.path);
  std::string_view path = whole_path;
  if (door.slash_ok && path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  std::string allowed;
  std::string_view pattern;
  for (const Route& route : door.routes) {
    const auto captured = match(route.pattern, path);
    if (!captured) continue;
    pattern = route.pattern;
    if (!accepts_method(route, request.method)) {
      if (!allowed.empty()) allowed += ", ";
      allowed += route.method;
      if (accepts_head(route)) allowed += ", HEAD";
      continue;
    }
    RoutedRequest routed{request, route.id, {}};
    for (const std::string_view segment : *captured) {
      auto segment_text = wire::form::decode_component(segment);
      if (!segment_text) return {&door, pattern, door.refuse(400, "the path is not valid UTF-8")};
      routed.captured.push_back(std::move(*segment_text));
    }
    std::optional<Fault> caller_fault;
    DecodedRequest decoded = (this->*read)(door, routed, caller_fault);
    if (decoded.ready && !decoded.refused) return {&door, pattern, std::move(*decoded.ready)};
    return {&door, pattern, std::move(decoded), std::move(caller_fault)};
  }
  if (pattern.empty()) return {&door, {}, door.refuse(404, "there is nothing at this path")};
  http::Response refused =
      door.refuse(405, "the method is not one of those this path takes: " + allowed);
  refused.set("Allow", allowed);
  return {&door, pattern, std::move(refused)};
}

}  // namespace patchbay::doors
