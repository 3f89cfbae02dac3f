// Whether a door takes a value: ranges, limits and forms.
#include <algorithm>

#include "base/text.h"
#include "base/utf8.h"
#include "base/wording.h"
#include "doors/spelling_forms.h"
#include "record/url.h"

namespace patchbay::doors {
namespace {

using Form = Takes::Form;

bool in_range(const Takes& takes, std::int64_t number) {
  return (number >= takes.min && number <= takes.max) || (takes.none && number == -1) ||
         ((takes.plan || takes.form == Form::plan_whole) && number == -2);
}

bool in_range(const Takes& takes, const Decimal& number) {
  return takes.negative || !number.negative() || (takes.none && number == Decimal(-1)) ||
         (takes.plan && number == Decimal(-2));
}

bool are_emails(std::string_view text) { return std::ranges::all_of(split(text, ' '), is_email); }

bool well_formed(const Takes& takes, const std::string& text) {
  switch (takes.form) {
    case Form::email:
      return is_email(text);
    case Form::emails:
      return are_emails(text);
    case Form::telephone:
      return is_telephone(text);
    case Form::site:
      return is_http_url(text) || is_host_name(text);
    case Form::url:
      return is_http_url(text);
    case Form::ip:
      return is_ip_address(text);
    case Form::card:
      return is_card_number(text);
    case Form::currency:
      return is_currency(text);
    case Form::timezone:
      return is_timezone(text);
    case Form::text:
    case Form::whole:
    case Form::decimal:
    case Form::flag:
    case Form::boolean:
    case Form::choice:
    case Form::yes_no:
    case Form::plan_whole:
    case Form::mobile:
    case Form::date:
    case Form::country:
    case Form::reference:
      return true;
  }
  return true;
}

// How long a text may be; nothing where its form alone decides.
std::optional<std::int64_t> limit(const Takes& takes) {
  if (takes.form == Form::text || takes.form == Form::emails || takes.form == Form::site)
    return takes.max;
  if (takes.form == Form::url) return 2000;
  if (takes.form == Form::email) return 254;
  return std::nullopt;
}

std::optional<std::string> too_long(const Takes& takes, std::string_view text) {
  const auto most = limit(takes);
  const auto length = static_cast<std::int64_t>(takes.bytes ? text.size() : utf8::length(text));
  if (!most || length <= *most) return std::nullopt;
  return "must be at most " +
         counted(static_cast<std::uint64_t>(*most), takes.bytes ? "byte" : "character") + ", not " +
         std::to_string(length);
}

}  // namespace

std::optional<std::string> refusal_of(const Takes& takes, const Value& value) {
  bool taken = true;
  if (const auto* number = std::get_if<std::int64_t>(&value)) taken = in_range(takes, *number);
  if (const auto* number = std::get_if<Decimal>(&value)) taken = in_range(takes, *number);
  if (const auto* text = std::get_if<std::string>(&value)) {
    if (auto complaint = too_long(takes, *text)) return complaint;
    taken = well_formed(takes, *text);
    if (!taken && (takes.form == Form::url || takes.form == Form::site))
      if (auto scheme = missing_scheme(*text)) return scheme;
  }
  return taken ? std::nullopt : std::optional(allowed(takes));
}

}  // namespace patchbay::doors
