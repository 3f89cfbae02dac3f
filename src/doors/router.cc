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

// Warnings stand in history and in the log: of many, the first and how many more there are.
void cut(std::vector<std::string>& warnings) {
  if (warnings.size() <= kProblemsTold) return;
  const std::size_t more = warnings.size() - kProblemsTold;
  warnings.resize(kProblemsTold);
  warnings.push_back("and " + std::to_string(more) + " more");
}

// A HEAD is a GET whose body stays behind.
bool takes_head(const Route& route) { return route.method == "GET" && !route.changes; }

bool answers(const Route& route, std::string_view method) {
  return route.method == method || (method == "HEAD" && takes_head(route));
}

std::string with_slashes_merged(std::string_view path) {
  std::string out(path);
  const auto both = [](char a, char b) { return a == '/' && b == '/'; };
  out.erase(std::unique(out.begin(), out.end(), both), out.end());
  return out;
}

}  // namespace

Router::Owned Router::owned(std::string_view path) const {
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

http::Response Router::encode(const Door& door, const Asked& asked,
                              const Result<core::Outcome>& outcome) const {
  if (const auto refused = refused_read(asked, outcome))
    return door.encode(asked, std::unexpected(*refused), settings_);
  http::Response response = door.encode(asked, outcome, settings_);
  say_how(response, door, asked, outcome);
  return response;
}

http::Response Router::join(const Door& door, const Asked& asked,
                            std::span<const http::Response> parts) const {
  constexpr std::string_view kRehearsed = "Patchbay-Rehearsed";
  http::Response out = door.join(asked, parts);
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

Asked Router::read_head(const Door& door, const Arrival& arrival,
                        std::optional<Fault>& unheard) const {
  Asked asked{.route = arrival.route};
  core::Caller& caller = asked.call.caller;
  caller.door = door.name;
  caller.source = arrival.request.source;
  auto given = door.credentials ? door.credentials(arrival) : std::nullopt;
  if (!given) return asked;
  caller.credentials = std::move(*given);
  unheard = core::missing(caller.credentials);
  return asked;
}

Asked Router::read_all(const Door& door, const Arrival& arrival,
                       std::optional<Fault>& unheard) const {
  if (!arrival.request.body.empty()) {
    Asked head = read_head(door, arrival, unheard);
    if (unheard) return head;
  }
  Asked asked = door.decode(arrival, settings_);
  read_how(arrival.request, door, asked);
  const bool version_needed = settings_.require_if_match && door.etags;
  asked.call.how.version_needed = version_needed;
  for (Asked& part : asked.parts) part.call.how.version_needed = version_needed;
  cut(asked.call.how.warnings);
  return asked;
}

Routed Router::route(const http::Request& request) const {
  return find(request, &Router::read_all);
}

Routed Router::route_head(const http::Request& head) const {
  return find(head, &Router::read_head);
}

Routed Router::find(const http::Request& request, Read read) const {
  const auto [door, whole_path] = owned(request.path);
  std::string_view path = whole_path;
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
      if (takes_head(route)) allowed += ", HEAD";
      continue;
    }
    Arrival arrival{request, route.id, {}};
    for (const std::string_view segment : *captured) {
      auto decoded = wire::form::decode_component(segment);
      if (!decoded) return {&door, pattern, door.refuse(400, "the path is not valid UTF-8")};
      arrival.captured.push_back(std::move(*decoded));
    }
    std::optional<Fault> unheard;
    Asked asked = (this->*read)(door, arrival, unheard);
    if (asked.ready && !asked.refused) return {&door, pattern, std::move(*asked.ready)};
    return {&door, pattern, std::move(asked), std::move(unheard)};
  }
  if (pattern.empty()) return {&door, {}, door.refuse(404, "there is nothing at this path")};
  http::Response refused =
      door.refuse(405, "the method is not one of those this path takes: " + allowed);
  refused.set("Allow", allowed);
  return {&door, pattern, std::move(refused)};
}

}  // namespace patchbay::doors
