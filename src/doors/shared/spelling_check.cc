// Checks values against the ranges, limits and forms of a door.
#include <algorithm>

#include "base/text.h"
#include "base/utf8.h"
#include "base/wording.h"
#include "doors/shared/spelling_forms.h"
#include "record/field/value_rule_forms.h"

namespace patchbay::doors {
namespace {

using Form = ValueFormat::Form;

bool in_range(const ValueFormat& format, std::int64_t number) {
  return (number >= format.min && number <= format.max) || (format.none && number == -1) ||
         ((format.plan || format.form == Form::plan_whole) && number == -2);
}

bool in_range(const ValueFormat& format, const Decimal& number) {
  return format.negative || !number.is_negative() || (format.none && number == Decimal(-1)) ||
         (format.plan && number == Decimal(-2));
}

bool are_emails(std::string_view text) { return std::ranges::all_of(split(text, ' '), is_email); }

bool well_formed(const ValueFormat& format, const std::string& text) {
  switch (format.form) {
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
    case Form::enumerated:
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

// The longest allowed text; nothing if only the form decides.
std::optional<std::int64_t> limit(const ValueFormat& format) {
  if (format.form == Form::text || format.form == Form::emails || format.form == Form::site)
    return format.max;
  if (format.form == Form::url) return 2000;
  if (format.form == Form::email) return 254;
  return std::nullopt;
}

std::optional<std::string> too_long(const ValueFormat& format, std::string_view text) {
  const auto most = limit(format);
  const auto length = static_cast<std::int64_t>(format.bytes ? text.size() : utf8::length(text));
  if (!most || length <= *most) return std::nullopt;
  return "must be at most " +
         counted(static_cast<std::uint64_t>(*most), format.bytes ? "byte" : "character") +
         ", not " + std::to_string(length);
}

}  // namespace

std::optional<std::string> check_value(const ValueFormat& format, const Value& value) {
  bool taken = true;
  if (const auto* number = std::get_if<std::int64_t>(&value)) taken = in_range(format, *number);
  if (const auto* number = std::get_if<Decimal>(&value)) taken = in_range(format, *number);
  if (const auto* text = std::get_if<std::string>(&value)) {
    if (auto objection = too_long(format, *text)) return objection;
    taken = well_formed(format, *text);
    if (!taken && (format.form == Form::url || format.form == Form::site))
      if (auto scheme = missing_scheme(*text)) return scheme;
  }
  return taken ? std::nullopt : std::optional(allowed(format));
}

}  // namespace patchbay::doors
