// Reads parameters one by one.
#include "doors/native/query_reader.h"

#include <algorithm>

#include "base/text.h"
#include "base/timestamps.h"
#include "base/wording.h"
#include "doors/native/cursor.h"
#include "doors/shared/spelling.h"
#include "wire/position.h"

namespace patchbay::doors::native {

QueryReader::QueryReader(const http::Request& request, DecodedRequest& decoded)
    : decoded_(decoded) {
  auto pairs = wire::form::parse(request.query, wire::form::Separators::ampersand);
  if (pairs)
    pairs_ = std::move(*pairs);
  else
    decoded.refused =
        Fault(ErrorKind::malformed, "the query string is not good at " +
                                        wire::character_at(request.query, pairs.error().offset) +
                                        ": " + pairs.error().what);
}

QueryReader::QueryReader(wire::form::Pairs pairs, std::string prefix, DecodedRequest& decoded)
    : decoded_(decoded), prefix_(std::move(prefix)), from_query_(false), pairs_(std::move(pairs)) {}

std::optional<std::string> QueryReader::text(const Parameter& parameter) {
  known_.push_back(parameter.name);
  std::optional<std::string> out;
  for (const auto& [key, value] : pairs_) {
    if (key != parameter.name) continue;
    if (out) refuse(key, "is given twice");
    out = value;
  }
  if (!out && parameter.required) refuse(parameter.name, "is required");
  return out;
}

std::optional<std::string> QueryReader::non_empty_text(const Parameter& parameter) {
  auto given = text(parameter);
  if (given && given->empty()) refuse(parameter.name, "must not be empty");
  return given;
}

std::optional<std::int64_t> QueryReader::whole(const Parameter& parameter) {
  const auto given = text(parameter);
  if (!given) return std::nullopt;
  const auto number = parse_whole(*given);
  if (number && *number >= parameter.min && *number <= parameter.max) return number;
  refuse(parameter.name, "must be " + whole_from_to(parameter.min, parameter.max));
  return std::nullopt;
}

std::optional<Instant> QueryReader::time(const Parameter& parameter) {
  const auto given = text(parameter);
  if (!given) return std::nullopt;
  auto out = parse_time(*given, from_query_ ? TimeFrom::query : TimeFrom::elsewhere);
  if (out) return *out;
  refuse(parameter.name, std::move(out.error()));
  return std::nullopt;
}

std::optional<Uuid> QueryReader::uuid(const Parameter& parameter) {
  const auto given = text(parameter);
  if (!given) return std::nullopt;
  const auto out = Uuid::parse(*given);
  if (!out) refuse(parameter.name, "must be a UUID");
  return out;
}

std::size_t QueryReader::enumerated(const Parameter& parameter) {
  const auto words = split(parameter.words, '|');
  const auto given = word(parameter);
  if (!given) return 0;
  return static_cast<std::size_t>(std::find(words.begin(), words.end(), *given) - words.begin());
}

std::optional<std::string> QueryReader::word(const Parameter& parameter) {
  const auto words = split(parameter.words, '|');
  auto given = text(parameter);
  if (!given || std::find(words.begin(), words.end(), *given) != words.end()) return given;
  std::string what = "must be one of ";
  for (const std::string_view word : words)
    what.append(word).append(word == words.back() ? "" : ", ");
  refuse(parameter.name, what + suggestion(*given, words));
  return std::nullopt;
}

bool QueryReader::flag(const Parameter& parameter) {
  const auto given = text(parameter);
  if (!given) return parameter.default_value != 0;
  if (*given != "true" && *given != "false") refuse(parameter.name, "must be true or false");
  return *given == "true";
}

std::size_t QueryReader::size(const Parameter& parameter) {
  return static_cast<std::size_t>(whole(parameter).value_or(parameter.default_value));
}

std::optional<ListPosition> QueryReader::cursor(const Parameter& parameter,
                                                std::string_view order) {
  const auto given = text(parameter);
  if (!given) return std::nullopt;
  auto place = parse_cursor(*given, order);
  if (!place) refuse(parameter.name, "must be the `next` of an earlier page in the same order");
  return place;
}

void QueryReader::refuse(std::string_view name, std::string what) {
  decoded_.call.problems.push_back(
      {ErrorKind::invalid, prefix_ + std::string(name), std::move(what), 0});
}

void QueryReader::finish() {
  for (const auto& [key, value] : pairs_)
    if (std::find(known_.begin(), known_.end(), key) == known_.end())
      decoded_.call.problems.push_back(
          unknown_field(prefix_ + key, known_, decoded_.call.problems));
}

}  // namespace patchbay::doors::native
