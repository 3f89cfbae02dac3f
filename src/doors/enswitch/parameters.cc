// Reads parameters from a query and a body and collects their problems.
#include "doors/enswitch/parameters.h"

#include <algorithm>
#include <set>

#include "base/result.h"
#include "doors/enswitch/fields.h"
#include "doors/shared/spelling_forms.h"
#include "doors/shared/spelling_words.h"
#include "wire/position.h"

namespace patchbay::doors::enswitch {
namespace {

using wire::form::Pairs;

Result<Pairs> pairs_of(std::string_view text, std::string_view place) {
  auto pairs = wire::form::parse(text, wire::form::Separators::ampersand_and_semicolon);
  if (pairs) return std::move(*pairs);
  const ParseError& parse_error = pairs.error();
  const std::string what = "must not hold " + parse_error.what + ", at " +
                           wire::character_at(text, parse_error.offset) + " of the " +
                           std::string(place);
  if (!parse_error.where.empty())
    return std::unexpected(Fault(ErrorKind::malformed, what, parse_error.where));
  return std::unexpected(Fault(ErrorKind::malformed, "the " + std::string(place) + ' ' + what));
}

int order_of(std::string_view name) {
  const Spelling* row = find(spellings(), name);
  return row ? static_cast<int>(row->target.field) : 0;
}

}  // namespace

Result<Parameters> Parameters::of_query(const http::Request& request) {
  return Parameters(TRY(pairs_of(request.query, "query")));
}

Result<Parameters> Parameters::of(const http::Request& request) {
  Pairs pairs = TRY(pairs_of(request.query, "query"));
  if (request.body.empty()) return Parameters(std::move(pairs));
  const std::string type = request.content_type();
  if (!type.empty() && type != "application/x-www-form-urlencoded")
    return std::unexpected(
        Fault(ErrorKind::malformed, "the body must be application/x-www-form-urlencoded"));
  std::ranges::move(TRY(pairs_of(request.body, "body")), std::back_inserter(pairs));
  return Parameters(std::move(pairs));
}

std::optional<std::string_view> Parameters::text(std::string_view name) {
  known_.push_back(name);
  const auto found = std::ranges::find(pairs_, name, &Pairs::value_type::first);
  if (found == pairs_.end()) return std::nullopt;
  return found->second;
}

Result<std::optional<std::string_view>> Parameters::once(std::string_view name) {
  if (count(name) > 1)
    return std::unexpected(
        Fault(ErrorKind::malformed, "is given more than once", std::string(name)));
  return text(name);
}

std::optional<Value> Parameters::value(std::string_view name, const ValueFormat& format) {
  const auto given = text(name);
  if (!given) return std::nullopt;
  auto value = given->empty() ? std::nullopt : parse_value(format, *given);
  const auto refused =
      value ? check_value(format, *value) : std::optional(allowed_near(format, *given));
  if (!refused) return value;
  add_problem(name, *refused);
  return std::nullopt;
}

std::optional<std::int64_t> Parameters::whole(std::string_view name, std::int64_t min,
                                              std::int64_t max) {
  const auto read = value(name, {.form = ValueFormat::Form::whole, .min = min, .max = max});
  return read ? std::optional(std::get<std::int64_t>(*read)) : std::nullopt;
}

bool Parameters::flag(std::string_view name) {
  const auto read = value(name, format::of(ValueFormat::Form::flag));
  return read && std::get<bool>(*read);
}

std::optional<Value> Parameters::enumerated(std::string_view name, const ValueFormat& format) {
  const auto given = text(name);
  if (!given || given->empty()) return std::nullopt;
  return value(name, format);
}

std::optional<core::FieldEdit> Parameters::field_edit(const Spelling& spelling) {
  const auto given = text(spelling.name);
  if (!given) return std::nullopt;
  return parse_edit(spelling, *given, spelling.name);
}

void Parameters::add_problem(std::string_view name, std::string what, int order) {
  problems_.push_back({ErrorKind::invalid, std::string(name), std::move(what), order});
}

void Parameters::finish(core::Call& call, const DialectSettings& settings) {
  std::set<std::string_view> seen;
  for (const auto& [name, text] : pairs_) {
    if (!seen.insert(name).second) continue;
    const bool known = std::ranges::find(known_, name) != known_.end();
    if (known && count(name) > 1) add_problem(name, "is given more than once", order_of(name));
    if (known) continue;
    if (settings.ignore_unknown)
      call.options.warnings.push_back("ignored unknown field " + name);
    else
      problems_.push_back(unknown_field(name, known_, problems_));
  }
  call.problems = std::move(problems_);
}

std::size_t Parameters::count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count(pairs_, name, &Pairs::value_type::first));
}

}  // namespace patchbay::doors::enswitch
