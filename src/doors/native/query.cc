// Taking parameters one by one.
#include "doors/native/query.h"

#include <algorithm>

#include "base/text.h"
#include "doors/spelling.h"

namespace patchbay::doors::native {

Query::Query(const http::Request& request, Asked& asked) : asked_(asked) {
  auto pairs = wire::form::parse(request.query, wire::form::Separators::ampersand);
  if (pairs)
    pairs_ = std::move(*pairs);
  else
    asked.refused = Fault(Wrong::malformed, "the query string is not good: " + pairs.error().what);
}

Query::Query(wire::form::Pairs pairs, std::string prefix, Asked& asked)
    : asked_(asked), prefix_(std::move(prefix)), pairs_(std::move(pairs)) {}

std::optional<std::string> Query::take(std::string_view name) {
  known_.push_back(name);
  std::optional<std::string> out;
  for (const auto& [key, value] : pairs_) {
    if (key != name) continue;
    if (out) refuse(name, "is given twice");
    out = value;
  }
  return out;
}

std::optional<std::int64_t> Query::whole(std::string_view name, std::int64_t min,
                                         std::int64_t max) {
  const auto text = take(name);
  if (!text) return std::nullopt;
  const auto number = parse_whole(*text);
  if (number && *number >= min && *number <= max) return number;
  refuse(name, "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  return std::nullopt;
}

std::optional<bool> Query::flag(std::string_view name) {
  const auto text = take(name);
  if (!text) return std::nullopt;
  if (*text != "true" && *text != "false") refuse(name, "must be true or false");
  return *text == "true";
}

std::optional<Instant> Query::time(std::string_view name) {
  const auto text = take(name);
  const auto time = text ? parse_rfc3339(*text) : std::nullopt;
  if (text && !time) refuse(name, "must be a time in UTC such as 2026-01-31T12:00:00Z");
  return time;
}

void Query::refuse(std::string_view name, std::string what) {
  asked_.call.problems.push_back({Wrong::invalid, prefix_ + std::string(name), std::move(what), 0});
}

void Query::finish() {
  for (const auto& [key, value] : pairs_)
    if (std::find(known_.begin(), known_.end(), key) == known_.end())
      asked_.call.problems.push_back(unknown_field(prefix_ + key, known_));
}

}  // namespace patchbay::doors::native
